package hone.profiler.machine;

import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a second thread adds on this machine at this moment. Two processors may be the two threads of one core, or somebody
 * else may use the other core, though no load of others shows; then no work that is shared becomes faster.
 */
public final class TwoThreads {
    private static final long LASTS_NANOS = 60_000_000;
    private static final int ROUNDS = 7;

    private TwoThreads() {}

    /**
     * Takes it in a second, on arithmetic that fills a core and touches no memory. One thread and two take turns, and the
     * median of the turns counts: what shares the core for a moment makes a single one meaningless.
     *
     * @return how many times as much two threads get done together as one alone: near 2 where each has a core of its own
     * @throws InterruptedException where the calling thread was interrupted meanwhile
     */
    public static double together() throws InterruptedException {
        rate(2);
        rate(1); // compilers have their turn
        double[] gains = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            double alone = rate(1);
            gains[i] = rate(2) / alone;
        }
        Arrays.sort(gains);
        return gains[ROUNDS / 2];
    }

    /** Pieces of arithmetic in a nanosecond, of so many threads. */
    private static double rate(int threads) throws InterruptedException {
        try (ExecutorService all = Executors.newFixedThreadPool(threads)) {
            double sum = 0;
            for (Future<Double> each :
                    all.invokeAll(Collections.<Callable<Double>>nCopies(threads, TwoThreads::work))) {
                sum += each.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IllegalStateException("arithmetic failed", e);
        }
    }

    private static double work() {
        long begin = System.nanoTime();
        long pieces = 0;
        double result = 0;
        long nanos = 0;
        while (nanos < LASTS_NANOS) {
            result = CalibrationKernel.sideBySide(result);
            pieces++;
            nanos = System.nanoTime() - begin;
        }
        return Double.isFinite(result)
                ? pieces / (double) nanos
                : 0; // used, so that nobody can leave the arithmetic out
    }
}
