package hone.profiler.costs;

import hone.engine.Cancellation;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Kernels;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.Tensor;
import hone.profiler.machine.OtherLoad;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Measures what the planner needs to know of this machine: each kernel's nanoseconds for a multiply-add (or an element)
 * at a few numbers of rows, what it costs to share an op between two threads, and what it costs to start one at all.
 *
 * <p>Kernels run where they always run, in plans; to get the kernel it wants, it tells the planner costs that make
 * that kernel win.
 */
public final class MachineProfiler {
    private static final double WARM_UP_SHARE = 0.6;
    private static final double KERNELS_SHARE = 0.2;
    private static final int WARM_UP_LIMIT = 12;
    private static final int DISPATCHES = 16;
    private static final int SMALL_ROWS = 8;
    private static final int LARGE_ROWS = 256;

    /**
     * What was measured.
     *
     * @param costs measured, typical ones for those kernels that were not
     * @param waiting kernels that the compiler had not come to when the time was up, or that ran interpreted on a machine
     *     that is busy otherwise: they cost what is typical, and a trial that needs them waits for the compiler
     * @param uncompiled kernels that run far below what they should although the compiler is done and the machine quiet;
     *     they cost what they took, so that plans pass them over
     */
    public record Measured(KernelCosts costs, Set<String> waiting, Set<String> uncompiled) {
        public Measured {
            waiting = Set.copyOf(waiting);
            uncompiled = Set.copyOf(uncompiled);
        }

        /** What this counts of the attempts at those that are missing: half of one on a busy machine. */
        int attempts() {
            return waiting.isEmpty() ? 2 : 1;
        }

        /** Both: what a later measurement has to look at again. */
        Set<String> missing() {
            Set<String> both = new TreeSet<>(waiting);
            both.addAll(uncompiled);
            return both;
        }
    }

    private final MemoryBudget budget;
    private final KernelPool pool;

    public MachineProfiler(MemoryBudget budget, KernelPool pool) {
        this.budget = budget;
        this.pool = pool;
    }

    /**
     * Measures everything.
     *
     * @param budgetNanos how long it takes at least; 2 s give figures good to some 10 % on a quiet machine. Where the
     *     compiler is slow to finish, the warm-up goes on to twelve times that
     * @throws hone.engine.Cancelled if it was stopped
     */
    public Measured measure(long budgetNanos, Cancellation stop) {
        return measure(budgetNanos, KernelCosts.typical(), kernel -> true, stop);
    }

    /**
     * Measures what an earlier measurement did not come to.
     *
     * @param known what is kept of it
     * @param missing kernels whose costs are not
     */
    Measured complete(long budgetNanos, KernelCosts known, Set<String> missing, Cancellation stop) {
        return measure(budgetNanos, known, kernel -> missing.contains(KernelCosts.key(kernel)), stop);
    }

    private Measured measure(long budgetNanos, KernelCosts known, Predicate<Kernel<?>> which, Cancellation stop) {
        try (MemoryRegion region = budget.open(Category.DATA, "calibration weights");
                CostBench bench = new CostBench(pool, budget)) {
            CostSubjects subjects = new CostSubjects(region);
            fill(bench, subjects, which);
            OtherLoad before = OtherLoad.now();
            boolean compiled = bench.warmUp((long) (WARM_UP_SHARE * budgetNanos), WARM_UP_LIMIT * budgetNanos, stop);
            Map<String, double[]> measured = bench.measure((long) (KERNELS_SHARE * budgetNanos), stop);
            boolean settled = compiled && !before.isBusyUntil(OtherLoad.now());
            Set<String> slow = new TreeSet<>();
            Map<String, double[]> costs = new TreeMap<>(known.nanosPerWork());
            measured.forEach((key, nanos) -> {
                boolean isSlow = CostBench.isUncompiled(key, nanos);
                costs.put(key, isSlow && !settled ? CostBench.typical(key).orElse(nanos) : nanos);
                if (isSlow) {
                    slow.add(key);
                }
            });
            if (!settled && !slow.isEmpty()) {
                // What starting and sharing an op costs would be measured on interpreted code too.
                KernelCosts typical = new KernelCosts("", costs, 0, 1, known.dispatchNanos());
                return new Measured(identified(typical, known.forkNanos(), known.parallelEfficiency()), slow, Set.of());
            }
            long rest = (long) ((1 - WARM_UP_SHARE - KERNELS_SHARE) * budgetNanos);
            KernelCosts alone = new KernelCosts("", costs, 0, 1, dispatchNanos(rest / 8));
            return new Measured(shared(alone, subjects.linear(), rest, stop), Set.of(), slow);
        }
    }

    private static void fill(CostBench bench, CostSubjects subjects, Predicate<Kernel<?>> which) {
        List<CostSubject> dense = subjects.dense();
        List<CostSubject> sparse = subjects.sparse();
        Kernels.ALL.stream()
                .filter(which)
                .forEach(kernel -> (kernel.sparse() ? sparse : dense)
                        .stream()
                                .filter(subject -> planFor(kernel, subject, 1).isPresent())
                                .findFirst()
                                .ifPresent(subject -> bench.add(
                                        kernel,
                                        rows -> planFor(kernel, subject, rows).orElseThrow(),
                                        subject.rows())));
    }

    /** A plan of this subject in which this kernel runs; empty where it cannot. */
    private static Optional<Plan> planFor(Kernel<?> kernel, CostSubject subject, long rows) {
        if (!kernel.op().isInstance(subject.op())) {
            return Optional.empty();
        }
        Planner planner = new Planner(new KernelCosts(
                "calibration", Map.of(KernelCosts.key(kernel), new double[] {1e-9, 1e-9, 1e-9, 1e-9}), 0, 1, 0));
        PlanRequest plain = PlanRequest.baseline(rows).withRung(LayerGlob.ALL, kernel.rung());
        PlanRequest request = kernel.sparse() ? plain.withSparse(LayerGlob.ALL) : plain;
        return Optional.of(planner.plan(subject.graph(), subject.weights(), request))
                .filter(plan -> plan.steps().getFirst().kernel().id().equals(kernel.id()));
    }

    private double dispatchNanos(long measure) {
        Graph chain = CostSubjects.rectifiers(DISPATCHES);
        Plan plan = new Planner(KernelCosts.typical()).plan(chain, Map.of(), PlanRequest.baseline(1));
        try (PlanTimer timer = new PlanTimer(plan, pool, budget)) {
            timer.slice(measure);
            return timer.fastest(measure) / DISPATCHES;
        }
    }

    /**
     * What sharing costs and gains: the gain from a large layer on one thread and on two, where handing over hardly
     * counts; the cost from what a small layer takes on two beyond its share.
     */
    private KernelCosts shared(KernelCosts alone, CostSubject layer, long budgetNanos, Cancellation stop) {
        KernelCosts typical = KernelCosts.typical();
        if (pool.size() < 2) {
            return identified(alone, typical.forkNanos(), 0.5);
        }
        long each = budgetNanos / 8;
        stop.check("measuring the machine");
        double largeAlone = threaded(layer, LARGE_ROWS, 1, each);
        double largeShared = threaded(layer, LARGE_ROWS, 2, each);
        double smallAlone = threaded(layer, SMALL_ROWS, 1, each);
        double smallShared = threaded(layer, SMALL_ROWS, 2, each);
        double speedup = Math.clamp(largeAlone / largeShared, 1, 2);
        double fork = Math.clamp(smallShared - smallAlone / speedup, 500, 100_000);
        return identified(alone, fork, speedup / 2);
    }

    private double threaded(CostSubject layer, long rows, int threads, long nanos) {
        PlanRequest request =
                PlanRequest.baseline(rows).withRung(LayerGlob.ALL, Rung.PACKED).withThreads(LayerGlob.ALL, threads);
        Map<String, Tensor> weights = layer.weights();
        Plan plan =
                new Planner(new KernelCosts("calibration", Map.of(), 0, 1, 0)).plan(layer.graph(), weights, request);
        try (PlanTimer timer = new PlanTimer(plan, pool, budget)) {
            timer.slice(nanos / 2);
            return timer.fastest(nanos / 2);
        }
    }

    private static KernelCosts identified(KernelCosts costs, double fork, double efficiency) {
        KernelCosts whole = new KernelCosts("", costs.nanosPerWork(), fork, efficiency, costs.dispatchNanos());
        return new KernelCosts(CostsHash.of(whole), costs.nanosPerWork(), fork, efficiency, costs.dispatchNanos());
    }
}
