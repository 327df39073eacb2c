package hone.profiler.bench.kernels;

import hone.engine.Cancellation;
import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Linear;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import hone.profiler.bench.BenchEffort;
import hone.profiler.bench.Turns;
import hone.profiler.report.Units;
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
    private final int threads;
    private final BenchEffort effort;
    private final Cancellation stop;

    /**
     * Makes the bench.
     *
     * @param costs of this machine, from which the planner decides what threads share
     * @param threads that may share an op
     */
    public SparseBench(
            MemoryBudget budget,
            KernelPool pool,
            KernelCosts costs,
            int threads,
            BenchEffort effort,
            Cancellation stop) {
        this.budget = budget;
        this.plans = new KernelPlans(budget, pool, costs);
        this.threads = threads;
        this.effort = effort;
        this.stop = stop;
    }

    /** One pruned contestant. */
    private record Pruned(SparsePattern pattern, double sparsity, KernelContestant.Ours contestant) {}

    /** A row for each pattern and sparsity of a layer of {@code inputs} and {@code outputs}. */
    public BenchedRows<SparseRow> rows(int batch, int inputs, int outputs) {
        List<KernelContestant.Ours> open = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        try (MemoryRegion region = budget.open(Category.DATA, "operands of a benchmark")) {
            KernelSubject whole = layer(region, batch, inputs, outputs);
            DENSE.forEach(
                    id -> open(whole, id, whole.shape() + " " + id, leftOut).ifPresent(open::add));
            int dense = open.size();
            if (dense == 0) {
                leftOut.add(whole.shape() + ": no pattern was timed, as no dense kernel to compare with can run");
                return new BenchedRows<>(List.of(), leftOut);
            }
            List<Pruned> pruned = new ArrayList<>();
            for (SparsePattern pattern : SparsePattern.values()) {
                for (double sparsity : SPARSITIES) {
                    if (pattern.fits(sparsity)) {
                        prune(region, pattern, sparsity, whole, leftOut).ifPresent(pruned::add);
                    }
                }
            }
            pruned.forEach(one -> open.add(one.contestant()));
            Turns turns = new Turns(open, stop);
            turns.warmUp(effort);
            return new BenchedRows<>(table(whole.shape(), batch, pruned, turns.measure(effort), dense), leftOut);
        } finally {
            open.forEach(KernelContestant.Ours::close);
        }
    }

    /** The kernel of that id, opened; where it cannot run, a sentence is added instead. */
    private Optional<KernelContestant.Ours> open(KernelSubject subject, String id, String what, List<String> leftOut) {
        Kernel<Op> kernel = KernelPlans.find(subject, id);
        Optional<String> reason = plans.refusal(subject, kernel);
        reason.ifPresent(why -> leftOut.add(what + ": " + why));
        return reason.isPresent() ? Optional.empty() : Optional.of(plans.open(subject, kernel, threads));
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
                    one.contestant().threads(),
                    one.sparsity(),
                    median,
                    fastest,
                    fastest / median));
        }
        return rows;
    }

    private Optional<Pruned> prune(
            MemoryRegion region, SparsePattern pattern, double sparsity, KernelSubject whole, List<String> leftOut) {
        Shape weight = whole.operand("in1").shape();
        int outputs = Math.toIntExact(weight.size(0));
        int left = pattern == SparsePattern.STRUCTURED ? (int) Math.round(outputs * (1 - sparsity)) : outputs;
        int batch = Math.toIntExact(whole.operand("in0").shape().size(0));
        KernelSubject subject = layer(region, batch, Math.toIntExact(weight.size(1)), left);
        pattern.prune(subject.operand("in1"), sparsity);
        String what = whole.shape() + " " + pattern.id() + " at " + Units.percent(sparsity);
        return open(subject, pattern.kernel(), what, leftOut)
                .map(contestant -> new Pruned(pattern, sparsity, contestant));
    }

    private static KernelSubject layer(MemoryRegion region, int m, int k, int n) {
        List<TensorType> types = List.of(TensorType.f32(m, k), TensorType.f32(n, k), TensorType.f32(n));
        return KernelSubject.of(region, "linear", m + "×" + k + "×" + n, new Linear(true), types, 1, Optional.empty());
    }
}
