package hone.profiler.bench.kernels;

import hone.engine.Cancellation;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Linear;
import hone.engine.run.KernelPool;
import hone.engine.tensor.TensorType;
import hone.profiler.bench.BenchEffort;
import hone.profiler.bench.Turns;
import hone.profiler.stats.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Times layers pruned in several patterns against the fastest dense kernel on the same layer, all in turns. */
public final class SparseBench {
    private static final List<Double> SPARSITIES = List.of(0.5, 0.7, 0.8, 0.9);
    private static final List<String> DENSE = List.of("simd", "packed");

    private final MemoryBudget budget;
    private final KernelPlans plans;
    private final BenchEffort effort;
    private final Cancellation stop;

    /**
     * Makes the bench.
     *
     * @param threads that share an op
     */
    public SparseBench(MemoryBudget budget, KernelPool pool, int threads, BenchEffort effort, Cancellation stop) {
        this.budget = budget;
        this.plans = new KernelPlans(budget, pool, threads);
        this.effort = effort;
        this.stop = stop;
    }

    /** One pruned contestant. */
    private record Pruned(SparsePattern pattern, double sparsity, KernelContestant.Ours contestant) {}

    /** A row for each pattern and sparsity of a layer of {@code inputs} and {@code outputs}. */
    public List<SparseRow> rows(int batch, int inputs, int outputs) {
        List<KernelContestant.Ours> open = new ArrayList<>();
        try (MemoryRegion region = budget.open(Category.DATA, "operands of a benchmark")) {
            KernelSubject whole = layer(region, batch, inputs, outputs);
            DENSE.forEach(id -> plans.open(whole, id).ifPresent(open::add));
            int dense = open.size();
            List<Pruned> pruned = new ArrayList<>();
            for (SparsePattern pattern : SparsePattern.values()) {
                for (double sparsity : SPARSITIES) {
                    if (pattern.fits(sparsity)) {
                        pruned(region, pattern, sparsity, batch, inputs, outputs)
                                .ifPresent(pruned::add);
                    }
                }
            }
            pruned.forEach(one -> open.add(one.contestant()));
            if (dense == 0) {
                return List.of();
            }
            Turns turns = new Turns(open, stop);
            turns.warmUp(effort);
            return table(whole.shape(), batch, pruned, turns.measure(effort), dense);
        } finally {
            open.forEach(KernelContestant.Ours::close);
        }
    }

    private static List<SparseRow> table(
            String shape, int batch, List<Pruned> pruned, List<double[]> blocks, int dense) {
        double fastest = blocks.subList(0, dense).stream()
                .mapToDouble(sorted -> Quantiles.ofSorted(sorted, 0.5))
                .min()
                .orElseThrow();
        List<SparseRow> rows = new ArrayList<>();
        for (int i = 0; i < pruned.size(); i++) {
            double median = Quantiles.ofSorted(blocks.get(dense + i), 0.5);
            Pruned one = pruned.get(i);
            rows.add(new SparseRow(
                    shape,
                    batch,
                    one.pattern().id(),
                    one.contestant().step().kernel().id(),
                    one.sparsity(),
                    median,
                    fastest,
                    fastest / median));
        }
        return rows;
    }

    private Optional<Pruned> pruned(
            MemoryRegion region, SparsePattern pattern, double sparsity, int batch, int inputs, int outputs) {
        int left = pattern == SparsePattern.STRUCTURED ? (int) Math.round(outputs * (1 - sparsity)) : outputs;
        KernelSubject subject = layer(region, batch, inputs, left);
        pattern.prune(subject.operand("in1"), sparsity);
        return plans.open(subject, pattern.kernel()).map(contestant -> new Pruned(pattern, sparsity, contestant));
    }

    private static KernelSubject layer(MemoryRegion region, int m, int k, int n) {
        List<TensorType> types = List.of(TensorType.f32(m, k), TensorType.f32(n, k), TensorType.f32(n));
        return KernelSubject.of(region, "linear", m + "×" + k + "×" + n, new Linear(true), types, 1, Optional.empty());
    }
}
