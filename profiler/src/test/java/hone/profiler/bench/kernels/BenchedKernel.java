package hone.profiler.bench.kernels;

import hone.engine.Cancellation;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.profiler.bench.BenchEffort;
import java.util.List;

/** One kernel as {@code bench kernels} times it, at one size beside the vector kernels of its op: prints nanoseconds. */
final class BenchedKernel {
    private static final BenchEffort EFFORT = new BenchEffort(1_000_000_000L, 4_000_000_000L, 31, 10_000_000L, 1_024);

    private BenchedKernel() {}

    /** @param words op, shape and kernel */
    public static void main(String[] words) {
        MemoryBudget budget = new MemoryBudget(1L << 30);
        try (KernelPool pool = new KernelPool(1);
                MemoryRegion region = budget.open(Category.DATA, "operands of a benchmark")) {
            KernelBench bench =
                    new KernelBench(budget, pool, KernelCosts.typical(), List.of(), 1, EFFORT, new Cancellation());
            KernelSubject subject = new KernelSubjects(region, false)
                    .of(words[0]).stream()
                            .filter(one -> one.shape().equals(words[1]))
                            .findFirst()
                            .orElseThrow();
            System.out.println(
                    bench
                            .rows(
                                    subject,
                                    region,
                                    one -> !one.sparse() && one.rung().compareTo(Rung.SIMD) >= 0)
                            .rows()
                            .stream()
                            .filter(row -> row.kernel().equals(words[2]))
                            .findFirst()
                            .orElseThrow()
                            .medianNanos());
        }
    }
}
