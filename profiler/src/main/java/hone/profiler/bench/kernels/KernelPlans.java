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
import hone.engine.run.PlannedOp;
import hone.engine.run.Planner;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plans in which a wanted kernel runs, so that it runs where kernels always run: the planner is told that every other
 * kernel of the op costs far more. What the wanted one and threads cost stays as it is known, so whether threads share
 * it is the planner's own choice.
 *
 * @param costs of this machine, as far as they are known
 */
record KernelPlans(MemoryBudget budget, KernelPool pool, KernelCosts costs) {
    private static final double[] FAR_MORE = {1e6, 1e6, 1e6, 1e6};

    /** Why this kernel cannot run at this subject; empty where it can. */
    Optional<String> refusal(KernelSubject subject, Kernel<Op> kernel) {
        if (kernel.unavailableReason().isPresent()) {
            return kernel.unavailableReason();
        }
        PlannedOp<?> step = plan(subject, kernel, 1).steps().getFirst();
        if (step.kernel().id().equals(kernel.id())) {
            return Optional.empty();
        }
        Optional<String> reason = kernel.refusal(subject.node().op(), step.site());
        return reason.isPresent()
                ? reason
                : Optional.of("the planner takes " + step.kernel().id() + " in its place");
    }

    /**
     * The kernel in a plan of its own, opened. It may turn out to run on one thread.
     *
     * @param threads that may share the op
     */
    KernelContestant.Ours open(KernelSubject subject, Kernel<Op> kernel, int threads) {
        Plan plan = plan(subject, kernel, threads);
        Executor executor = Executor.open(plan, pool, budget);
        subject.inputs().forEach((name, tensor) -> executor.bindings().input(name, tensor));
        return new KernelContestant.Ours(plan.steps().getFirst(), executor);
    }

    /** Whether the planner lets so many threads share the op. */
    boolean shares(KernelSubject subject, Kernel<Op> kernel, int threads) {
        return threads > 1 && plan(subject, kernel, threads).steps().getFirst().threads() > 1;
    }

    /** The kernel of that id. */
    static Kernel<Op> find(KernelSubject subject, String id) {
        return Kernels.of(subject.node().op()).stream()
                .filter(kernel -> kernel.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Plan plan(KernelSubject subject, Kernel<Op> wanted, int threads) {
        Map<String, double[]> only = new TreeMap<>(costs.nanosPerWork());
        for (Kernel<Op> kernel : Kernels.of(subject.node().op())) {
            if (!kernel.id().equals(wanted.id())) {
                only.put(KernelCosts.key(kernel), FAR_MORE);
            }
        }
        KernelCosts told =
                new KernelCosts("bench", only, costs.forkNanos(), costs.parallelEfficiency(), costs.dispatchNanos());
        PlanRequest dense =
                PlanRequest.baseline(1).withRung(LayerGlob.ALL, wanted.rung()).withThreads(LayerGlob.ALL, threads);
        PlanRequest request = wanted.sparse() ? dense.withSparse(LayerGlob.ALL) : dense;
        return new Planner(told).plan(subject.graph(), subject.constants(), request);
    }
}
