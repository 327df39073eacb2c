package hone.profiler.costs;

import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.Arrays;

/** A plan of a cost subject, opened and run against the clock. */
final class PlanTimer implements AutoCloseable {
    private static final int SAMPLES = 400;
    private static final int FEWEST_SAMPLES = 3;
    private static final long SAMPLE_NANOS = 50_000;

    private final Executor executor;
    private final MemoryRegion region;

    PlanTimer(Plan plan, KernelPool pool, MemoryBudget budget) {
        executor = Executor.open(plan, pool, budget);
        region = budget.open(Category.DATA, "the input of a calibration run");
        long rows = plan.request().batch();
        Tensor input = region.tensor(DType.F32, Shape.of(rows, CostSubject.IN));
        for (long i = 0; i < input.shape().elements(); i++) {
            input.setFloat(i, 0.5f);
        }
        executor.bindings().input("x", input);
    }

    /** Runs for about that long, at least twice, without noting anything. */
    void warmUp(long nanos) {
        long start = System.nanoTime();
        int runs = 0;
        while (runs < 2 || System.nanoTime() - start < nanos) {
            executor.run();
            runs++;
        }
    }

    /**
     * Nanoseconds of one run, taken for about {@code budgetNanos}: the lower quartile of the samples, as whatever
     * disturbs a run only ever adds to it.
     */
    double nanos(long budgetNanos) {
        long start = System.nanoTime();
        executor.run();
        long first = Math.max(1, System.nanoTime() - start);
        int runs = Math.clamp(SAMPLE_NANOS / first, 1, 1_000);
        double[] samples = new double[SAMPLES];
        int taken = 0;
        while (taken < SAMPLES && (taken < FEWEST_SAMPLES || System.nanoTime() - start < budgetNanos)) {
            long began = System.nanoTime();
            for (int i = 0; i < runs; i++) {
                executor.run();
            }
            samples[taken++] = (double) (System.nanoTime() - began) / runs;
        }
        double[] sorted = Arrays.copyOf(samples, taken);
        Arrays.sort(sorted);
        return sorted[taken / 4];
    }

    @Override
    public void close() {
        executor.close();
        region.close();
    }
}
