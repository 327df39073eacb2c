package hone.profiler.costs;

import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;

/** A plan of a cost subject, opened and run against the clock. */
final class PlanTimer implements AutoCloseable {
    private static final int FEWEST_SLICES = 3;
    private static final long SLICE_NANOS = 100_000;
    private static final long GATHER_NANOS = 20_000_000;

    private final Executor executor;
    private final MemoryRegion region;

    PlanTimer(Plan plan, KernelPool pool, MemoryBudget budget) {
        region = budget.open(Category.DATA, "the input of a calibration run");
        Map<String, Tensor> states = new TreeMap<>();
        for (Node.State state : plan.graph().states()) {
            states.put(
                    state.name(),
                    region.tensor(state.type().dtype(), state.type().maxShape()));
        }
        executor = Executor.open(plan, states, pool, budget);
        // The plan's batch is the input's largest.
        Tensor input =
                region.tensor(DType.F32, plan.graph().inputs().getFirst().type().maxShape());
        for (long i = 0; i < input.shape().elements(); i++) {
            input.setFloat(i, 0.5f);
        }
        executor.bindings().input("x", input);
    }

    /** Nanoseconds of one run, over at least one run and about that long. */
    double slice(long nanos) {
        long start = System.nanoTime();
        long passed;
        int runs = 0;
        do {
            executor.run();
            runs++;
            passed = System.nanoTime() - start;
        } while (passed < nanos);
        return (double) passed / runs;
    }

    /**
     * Nanoseconds of one run when nothing disturbs it: the fastest of the slices that fit in about {@code nanos}, of
     * which there are at least three, each long enough for the clock. Whatever disturbs a run only ever adds to it.
     */
    double fastest(long nanos) {
        executor.gather(GATHER_NANOS);
        long start = System.nanoTime();
        double fastest = Double.MAX_VALUE;
        for (int i = 0; i < FEWEST_SLICES || System.nanoTime() - start < nanos; i++) {
            fastest = Math.min(fastest, slice(SLICE_NANOS));
        }
        return fastest;
    }

    @Override
    public void close() {
        executor.close();
        region.close();
    }
}
