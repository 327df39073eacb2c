package hone.profiler.bench.kernels;

import hone.engine.graph.LayerGlob;
import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Kernels;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.Executor;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import java.util.Map;
import java.util.Optional;

/**
 * Plans in which a wanted kernel runs: the planner is told costs that make it win, so that it runs where kernels always
 * run.
 */
record KernelPlans(MemoryBudget budget, KernelPool pool, int threads) {
    private static final double[] NOTHING = {1e-9, 1e-9, 1e-9, 1e-9};

    /** The kernel in a plan of its own, opened; empty where it does not run here. */
    Optional<KernelContestant.Ours> open(KernelSubject subject, Kernel<Op> kernel) {
        if (kernel.unavailableReason().isPresent()) {
            return Optional.empty();
        }
        Planner planner = new Planner(new KernelCosts("bench", Map.of(KernelCosts.key(kernel), NOTHING), 0, 1, 0));
        PlanRequest dense =
                PlanRequest.baseline(1).withRung(LayerGlob.ALL, kernel.rung()).withThreads(LayerGlob.ALL, threads);
        PlanRequest request = kernel.sparse() ? dense.withSparse(LayerGlob.ALL) : dense;
        Plan plan = planner.plan(subject.graph(), subject.constants(), request);
        if (!plan.steps().getFirst().kernel().id().equals(kernel.id())) {
            return Optional.empty();
        }
        Executor executor = Executor.open(plan, pool, budget);
        subject.inputs().forEach((name, tensor) -> executor.bindings().input(name, tensor));
        return Optional.of(new KernelContestant.Ours(plan.steps().getFirst(), executor));
    }

    /** The same for the kernel of that id. */
    Optional<KernelContestant.Ours> open(KernelSubject subject, String id) {
        return Kernels.of(subject.node().op()).stream()
                .filter(kernel -> kernel.id().equals(id))
                .findFirst()
                .flatMap(kernel -> open(subject, kernel));
    }
}
