package hone.profiler.bench.kernels;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of the promise that several threads are never worse than one by more than 5 %.
 *
 * @param shared rows of more than one thread
 * @param worse how many of them took more than {@link #TOLERATED} times as long as one thread
 * @param worst the row with the largest ratio; empty where nothing was shared
 */
public record SharedWork(int shared, int worse, Optional<KernelRow> worst) {
    /** The most that a row may take over the same kernel on one thread. */
    public static final double TOLERATED = 1.05;

    static SharedWork of(List<KernelRow> rows) {
        List<KernelRow> shared = rows.stream().filter(row -> row.threads() > 1).toList();
        return new SharedWork(
                shared.size(),
                (int) shared.stream()
                        .filter(row -> row.overOneThread() > TOLERATED)
                        .count(),
                shared.stream().max(Comparator.comparingDouble(KernelRow::overOneThread)));
    }

    /** A sentence. */
    String text() {
        return worst.map(row -> String.format(
                        Locale.ROOT,
                        "threads: of %d rows that threads share, %d took more than 1.05 times as long as on one thread;"
                                + " the worst is %s %s %s, %.2f times%n",
                        shared,
                        worse,
                        row.op(),
                        row.shape(),
                        row.kernel(),
                        row.overOneThread()))
                .orElse("threads: none of these rows was shared among threads\n");
    }
}
