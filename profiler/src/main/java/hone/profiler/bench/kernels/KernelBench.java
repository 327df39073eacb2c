package hone.profiler.bench.kernels;

import hone.engine.Cancellation;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Kernels;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.KernelPool;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.profiler.bench.BenchEffort;
import hone.profiler.bench.Turns;
import hone.profiler.peer.ProductPeer;
import hone.profiler.stats.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Times every kernel of an op in turns, each where kernels always run: in a plan. Sparse kernels have a bench of their
 * own, since what they gain depends on the zeros.
 */
public final class KernelBench {
    /** Rungs below the reordered one are left out above so many multiply-adds: a run would take seconds. */
    private static final long SLOW_WORK = 1L << 27;

    private final MemoryBudget budget;
    private final KernelPlans plans;
    private final List<ProductPeer> peers;
    private final int threads;
    private final BenchEffort effort;
    private final Cancellation stop;
    private final ReadRoof reading;
    private final double flopRoof;

    /**
     * Measures the roof of arithmetic, which takes a moment.
     *
     * @param peers to compare with; they must be available
     * @param threads that share an op, on both sides
     */
    public KernelBench(
            MemoryBudget budget,
            KernelPool pool,
            List<ProductPeer> peers,
            int threads,
            BenchEffort effort,
            Cancellation stop) {
        this.budget = budget;
        this.plans = new KernelPlans(budget, pool, threads);
        this.peers = List.copyOf(peers);
        this.threads = threads;
        this.effort = effort;
        this.stop = stop;
        this.reading = new ReadRoof(budget, pool);
        this.flopRoof = new FmaRoof(pool).flopsPerSecond(threads, effort.leastWarmUpNanos() / 2, stop);
    }

    /** The multiply-add roof on these threads. */
    public double flopsPerSecond() {
        return flopRoof;
    }

    /** The read roof of a working set of {@code bytes} on these threads. */
    public double bytesPerSecond(long bytes) {
        return reading.bytesPerSecond(bytes, threads, effort.leastWarmUpNanos() / 8, stop);
    }

    /** A row for each kernel at each size of an op, and of the smallest size alone where {@code quick}. */
    public List<KernelRow> rows(String op, boolean quick) {
        try (MemoryRegion region = budget.open(Category.DATA, "operands of a benchmark")) {
            List<KernelRow> rows = new ArrayList<>();
            for (KernelSubject subject : new KernelSubjects(region, quick).of(op)) {
                rows.addAll(rows(subject, region));
            }
            return rows;
        }
    }

    private List<KernelRow> rows(KernelSubject subject, MemoryRegion region) {
        List<KernelContestant.Ours> ours = new ArrayList<>();
        List<KernelContestant> all = new ArrayList<>();
        try {
            for (Kernel<Op> kernel : Kernels.of(subject.node().op())) {
                ours(subject, kernel).ifPresent(ours::add);
            }
            all.addAll(ours);
            subject.product().ifPresent(product -> {
                var c = region.tensor(DType.F32, Shape.of(product.m(), product.n()));
                for (ProductPeer peer : peers) {
                    all.add(new KernelContestant.Theirs(
                            peer, threads, product, subject.operand("in0"), subject.operand("in1"), c));
                }
            });
            Turns turns = new Turns(all, stop);
            turns.warmUp(effort);
            return table(subject, ours, turns.measure(effort));
        } finally {
            ours.forEach(KernelContestant.Ours::close);
            peers.forEach(peer -> peer.useThreads(1));
        }
    }

    private List<KernelRow> table(KernelSubject subject, List<KernelContestant.Ours> ours, List<double[]> blocks) {
        Cost cost = subject.cost();
        double readRoof = bytesPerSecond(cost.bytes());
        Map<String, Double> peerNanos = new TreeMap<>();
        for (int i = ours.size(); i < blocks.size(); i++) {
            peerNanos.put(peers.get(i - ours.size()).id(), Quantiles.ofSorted(blocks.get(i), 0.5));
        }
        double first = Quantiles.ofSorted(blocks.getFirst(), 0.5);
        List<KernelRow> rows = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            double median = Quantiles.ofSorted(blocks.get(i), 0.5);
            Map<String, Double> ratios = new TreeMap<>();
            peerNanos.forEach((id, nanos) -> ratios.put(id, nanos / median));
            Kernel<?> kernel = ours.get(i).step().kernel();
            rows.add(new KernelRow(
                    subject.op(),
                    subject.shape(),
                    kernel.rung().id(),
                    kernel.id(),
                    ours.get(i).step().threads(),
                    median,
                    Quantiles.ofSorted(blocks.get(i), 0.25),
                    Quantiles.ofSorted(blocks.get(i), 0.75),
                    cost.flops() / median,
                    cost.bytes() / median,
                    Math.max(cost.flops() / median * 1e9 / flopRoof, cost.bytes() / median * 1e9 / readRoof),
                    first / median,
                    ratios));
        }
        return rows;
    }

    /** The plan in which this kernel runs; empty where it does not run here, or would take too long. */
    private Optional<KernelContestant.Ours> ours(KernelSubject subject, Kernel<Op> kernel) {
        boolean slow =
                kernel.rung().compareTo(Rung.REORDERED) < 0 && subject.cost().flops() / 2 > SLOW_WORK;
        return slow || kernel.sparse() ? Optional.empty() : plans.open(subject, kernel);
    }
}
