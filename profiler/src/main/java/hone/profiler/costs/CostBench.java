package hone.profiler.costs;

import hone.engine.Cancellation;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.PlannedOp;
import hone.profiler.machine.CompilerQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every kernel at every number of rows, warmed up in turn, a little of each in every round: while one runs, the compiler
 * works on the others, so all are compiled in the time that two or three would take one after the other. A kernel that
 * is still interpreted is asked for few rows only, and a kernel that is far slower than on a typical machine, or at more
 * rows than at fewer, is taken to be uncompiled and gets more of the time: vector kernels wait for the compiler at a steady
 * pace, hundreds of times slower than what comes after, and the compiler comes to what has run often enough. So what a
 * round gives to those is shared among them, and the last ones have it for themselves.
 */
final class CostBench implements AutoCloseable {
    private static final long SLICE_NANOS = 1_000_000;
    private static final double BETTER = 0.9;
    private static final int CALM_ROUNDS = 3;
    private static final double COLD = 5;
    private static final double IMPOSSIBLE = 20;
    private static final long COLD_SLICE_NANOS = 10_000_000;
    private static final long LONGEST_SLICE_NANOS = 200_000_000;

    /** Twice what a round of kernels that are all compiled takes. */
    private static final long COLD_ROUND_NANOS = 700_000_000;

    /** Four times what kernels were seen to run at one number of rows until they were compiled. */
    private static final long GIVEN_UP_NANOS = 2_000_000_000;

    private static final double UNKNOWN_NANOS = 0.5;
    private static final Map<String, double[]> TYPICAL = KernelCosts.typical().nanosPerWork();

    private final List<Entry> entries = new ArrayList<>();
    private final KernelPool pool;
    private final MemoryBudget budget;

    CostBench(KernelPool pool, MemoryBudget budget) {
        this.pool = pool;
        this.budget = budget;
    }

    /**
     * Adds a kernel.
     *
     * @param plans the plan in which it runs, for a number of rows
     * @param counts of rows at which it is timed
     */
    void add(Kernel<?> kernel, LongFunction<Plan> plans, List<Integer> counts) {
        // Below the reordered rung the cost of a multiply-add does not depend on the rows, and runs are slow.
        List<Integer> rows = kernel.rung().compareTo(Rung.REORDERED) < 0 ? counts.subList(0, 1) : counts;
        Entry fewer = null;
        for (int count : rows) {
            Plan plan = plans.apply(count);
            long work = plan.steps().stream().mapToLong(PlannedOp::work).sum();
            fewer = new Entry(KernelCosts.key(kernel), fewer, Math.max(1, work), new PlanTimer(plan, pool, budget));
            entries.add(fewer);
        }
    }

    /**
     * Rounds until no kernel has become faster for a while and the compiler is done, but at least and at most about so long.
     *
     * @return whether that was reached: every kernel is compiled, or ran for long without
     */
    boolean warmUp(long leastNanos, long mostNanos, Cancellation stop) {
        CompilerQueue queue = new CompilerQueue();
        long start = System.nanoTime();
        int calm = 0;
        int cold = entries.size();
        while (System.nanoTime() - start < mostNanos
                && (calm < CALM_ROUNDS || System.nanoTime() - start < leastNanos)) {
            long coldSlice = Math.clamp(COLD_ROUND_NANOS / Math.max(1, cold), COLD_SLICE_NANOS, LONGEST_SLICE_NANOS);
            boolean busy = false;
            cold = 0;
            for (Entry entry : entries) {
                stop.check("measuring the machine");
                if (!isDue(entry)) {
                    busy |= !isGivenUp(entry);
                } else if (isCold(entry) && !isGivenUp(entry)) {
                    cold++;
                    entry.coldNanos += coldSlice;
                    runs(entry, coldSlice);
                    busy = true;
                } else {
                    busy |= runs(entry, SLICE_NANOS);
                }
            }
            calm = busy || queue.holdsKernels() ? 0 : calm + 1;
        }
        return calm >= CALM_ROUNDS;
    }

    /**
     * Whether it is worth its time now. The fewest rows always are: a kernel that waits for the compiler is compiled only
     * because it runs. More rows, which may take other loops, are when fewer rows are fast: interpreted, they could take
     * minutes.
     */
    private static boolean isDue(Entry entry) {
        return entry.fewer == null || !isCold(entry.fewer);
    }

    private static boolean isCold(Entry entry) {
        double[] typical = TYPICAL.get(entry.key);
        double usual = typical == null ? UNKNOWN_NANOS : typical[0];
        double fewer = entry.fewer == null ? usual : entry.fewer.fastest / entry.fewer.work;
        return entry.fastest / entry.work > COLD * Math.min(usual, fewer);
    }

    /** Whether it, or the same kernel at fewer rows, was cold for so long that nothing will come of it. */
    private static boolean isGivenUp(Entry entry) {
        boolean itself = isCold(entry) && entry.coldNanos > GIVEN_UP_NANOS;
        return itself || (entry.fewer != null && isGivenUp(entry.fewer));
    }

    /**
     * Whether these costs can only be those of a kernel that runs without the optimizing compiler: they are far above
     * the usual, or far higher at more rows than at fewer, where a unit of work costs about as much or less.
     */
    static boolean isUncompiled(String key, double[] nanosPerWork) {
        double[] typical = TYPICAL.get(key);
        double most = IMPOSSIBLE * (typical == null ? UNKNOWN_NANOS : typical[0]);
        for (int i = 0; i < nanosPerWork.length; i++) {
            if (nanosPerWork[i] > most || (i > 0 && nanosPerWork[i] > COLD * nanosPerWork[i - 1])) {
                return true;
            }
        }
        return false;
    }

    /** What a unit of work costs on a typical machine, at each of {@link KernelCosts#ROWS}; empty where nobody knows. */
    static Optional<double[]> typical(String key) {
        return Optional.ofNullable(TYPICAL.get(key));
    }

    /** Whether it ran faster than ever before. */
    private boolean runs(Entry entry, long slice) {
        double nanos = entry.timer.slice(slice);
        boolean better = nanos < BETTER * entry.fastest;
        entry.fastest = Math.min(entry.fastest, nanos);
        return better;
    }

    /** Nanoseconds of one unit of work, by kernel, at each of {@link KernelCosts#ROWS}. */
    Map<String, double[]> measure(long nanos, Cancellation stop) {
        Map<String, List<Double>> perWork = new TreeMap<>();
        for (Entry entry : entries) {
            stop.check("measuring the machine");
            perWork.computeIfAbsent(entry.key, _ -> new ArrayList<>()).add(perWork(entry, nanos / entries.size()));
        }
        Map<String, double[]> costs = new TreeMap<>();
        perWork.forEach((key, found) -> {
            double[] all = new double[KernelCosts.ROWS.size()];
            Arrays.setAll(all, i -> found.get(Math.min(i, found.size() - 1)));
            costs.put(key, all);
        });
        return costs;
    }

    /** A kernel that is still interpreted is not run at more rows; what it costs at the most that it was run at stands in. */
    private static double perWork(Entry entry, long nanos) {
        if (isDue(entry)) {
            return entry.timer.fastest(nanos) / entry.work;
        }
        Entry ran = entry;
        while (ran.fewer != null && ran.fastest == Double.MAX_VALUE) {
            ran = ran.fewer;
        }
        return ran.fastest / ran.work;
    }

    @Override
    public void close() {
        entries.forEach(entry -> entry.timer.close());
    }

    /** One kernel at one number of rows. */
    private static final class Entry {
        private final String key;
        private final @Nullable Entry fewer;
        private final long work;
        private final PlanTimer timer;
        private double fastest = Double.MAX_VALUE;
        private long coldNanos;

        /** @param fewer the same kernel at the next smaller number of rows, if there is one */
        Entry(String key, @Nullable Entry fewer, long work, PlanTimer timer) {
            this.key = key;
            this.fewer = fewer;
            this.work = work;
            this.timer = timer;
        }
    }
}
