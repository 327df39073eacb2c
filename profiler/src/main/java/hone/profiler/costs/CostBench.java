package hone.profiler.costs;

import hone.engine.Cancellation;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.PlannedOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Every kernel at every number of rows, warmed up in turn, a little of each in every round: while one runs, the compiler
 * works on the others, so all are compiled in the time that two or three would take one after the other. A kernel that
 * is still interpreted is asked for few rows only, and a kernel that is far slower than on a typical machine is taken
 * to be uncompiled and gets more of the time: vector kernels wait for the compiler at a steady pace, hundreds of times
 * slower than what comes after.
 */
final class CostBench implements AutoCloseable {
    private static final long SLICE_NANOS = 1_000_000;
    private static final double LONGEST_NANOS = 10_000_000;
    private static final double BETTER = 0.9;
    private static final int CALM_ROUNDS = 3;
    private static final double COLD = 5;
    private static final double IMPOSSIBLE = 20;
    private static final int COLD_SLICES = 10;

    private static final double UNKNOWN_NANOS = 0.5;
    private static final Map<String, double[]> TYPICAL = KernelCosts.typical().nanosPerWork();

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Double> latestPerWork = new TreeMap<>();
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
     */
    void add(Kernel<?> kernel, LongFunction<Plan> plans) {
        // Below the reordered rung the cost of a multiply-add does not depend on the rows, and runs are slow.
        List<Long> rows = kernel.rung().compareTo(Rung.REORDERED) < 0
                ? List.of(1L)
                : KernelCosts.ROWS.stream().map(Integer::longValue).toList();
        for (Long count : rows) {
            Plan plan = plans.apply(count);
            long work = plan.steps().stream().mapToLong(PlannedOp::work).sum();
            entries.add(new Entry(
                    KernelCosts.key(kernel),
                    count.equals(rows.getFirst()),
                    Math.max(1, work),
                    new PlanTimer(plan, pool, budget)));
        }
    }

    /** Rounds until no kernel has become faster for a while, but at least and at most about so long. */
    void warmUp(long leastNanos, long mostNanos, Cancellation stop) {
        long start = System.nanoTime();
        int calm = 0;
        while (System.nanoTime() - start < mostNanos
                && (calm < CALM_ROUNDS || System.nanoTime() - start < leastNanos)) {
            boolean busy = false;
            for (Entry entry : entries) {
                stop.check("measuring the machine");
                if (isDue(entry)) {
                    boolean cold = isCold(entry);
                    busy |= runs(entry, cold ? COLD_SLICES * SLICE_NANOS : SLICE_NANOS) || cold;
                } else {
                    busy = true;
                }
            }
            calm = busy ? 0 : calm + 1;
        }
    }

    /**
     * Whether a run is short enough to be worth its time now. The fewest rows always are: a kernel that waits for the
     * compiler is compiled only because it runs.
     */
    private boolean isDue(Entry entry) {
        Double perWork = latestPerWork.get(entry.key);
        return entry.fewestRows || perWork == null || perWork * entry.work < LONGEST_NANOS;
    }

    private static boolean isCold(Entry entry) {
        double[] typical = TYPICAL.get(entry.key);
        return entry.fastest / entry.work > COLD * (typical == null ? UNKNOWN_NANOS : typical[0]);
    }

    /** Whether these costs can only be those of a kernel that runs without the optimizing compiler. */
    static boolean isUncompiled(String key, double[] nanosPerWork) {
        double[] typical = TYPICAL.get(key);
        return Arrays.stream(nanosPerWork)
                .anyMatch(nanos -> nanos > IMPOSSIBLE * (typical == null ? UNKNOWN_NANOS : typical[0]));
    }

    /** Whether it ran faster than ever before. */
    private boolean runs(Entry entry, long slice) {
        double nanos = entry.timer.slice(slice);
        latestPerWork.put(entry.key, nanos / entry.work);
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

    /** A kernel that is still interpreted is not run at many rows: that could take minutes. */
    private double perWork(Entry entry, long nanos) {
        return isDue(entry) ? entry.timer.fastest(nanos) / entry.work : latestPerWork.getOrDefault(entry.key, 1e5);
    }

    @Override
    public void close() {
        entries.forEach(entry -> entry.timer.close());
    }

    /** One kernel at one number of rows. */
    private static final class Entry {
        private final String key;
        private final boolean fewestRows;
        private final long work;
        private final PlanTimer timer;
        private double fastest = Double.MAX_VALUE;

        Entry(String key, boolean fewestRows, long work, PlanTimer timer) {
            this.key = key;
            this.fewestRows = fewestRows;
            this.work = work;
            this.timer = timer;
        }
    }
}
