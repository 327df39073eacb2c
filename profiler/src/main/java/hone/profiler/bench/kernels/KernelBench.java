package hone.profiler.bench.kernels;

import hone.engine.Cancellation;
import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Kernels;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.profiler.bench.BenchEffort;
import hone.profiler.bench.Turns;
import hone.profiler.peer.ProductPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Times every kernel of an op in turns, each where kernels always run: in a plan; on one thread, and on several where the
 * planner would share the op. Sparse kernels have a bench of their own, since what they gain depends on the zeros.
 */
public final class KernelBench {
    /** Rungs below the reordered one are left out above so many multiply-adds: a run would take seconds. */
    private static final long SLOW_WORK = 1L << 27;

    private final MemoryBudget budget;
    private final KernelPlans plans;
    private final List<ProductPeer> peers;
    private final List<Integer> threads;
    private final BenchEffort effort;
    private final Cancellation stop;
    private final MachineRoofs roofs;

    /**
     * Measures the roofs of arithmetic, which takes a moment.
     *
     * @param costs of this machine, from which the planner decides what threads share
     * @param peers to compare with; they must be available
     * @param threads that may share an op beside the rows of one thread, on both sides
     */
    public KernelBench(
            MemoryBudget budget,
            KernelPool pool,
            KernelCosts costs,
            List<ProductPeer> peers,
            int threads,
            BenchEffort effort,
            Cancellation stop) {
        this.budget = budget;
        this.plans = new KernelPlans(budget, pool, costs);
        this.peers = List.copyOf(peers);
        this.threads = Stream.of(1, threads).distinct().toList();
        this.effort = effort;
        this.stop = stop;
        this.roofs = new MachineRoofs(budget, pool, this.threads, effort, stop);
    }

    /** The roofs on one thread and on several, that of memory for a set of {@code memoryBytes}. */
    public List<RoofRow> roofs(long memoryBytes) {
        return roofs.rows(memoryBytes);
    }

    /** Rows for each kernel at each size of an op, and of the smallest size alone where {@code quick}. */
    public BenchedRows<KernelRow> rows(String op, boolean quick) {
        List<KernelRow> rows = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        try (MemoryRegion region = budget.open(Category.DATA, "operands of a benchmark")) {
            for (KernelSubject subject : new KernelSubjects(region, quick).of(op)) {
                BenchedRows<KernelRow> benched = rows(subject, region, kernel -> !kernel.sparse());
                rows.addAll(benched.rows());
                leftOut.addAll(benched.leftOut());
            }
        }
        return new BenchedRows<>(rows, leftOut);
    }

    /**
     * Rows at one size.
     *
     * @param region for the results of peers
     * @param wanted which of the op's kernels are of interest
     */
    BenchedRows<KernelRow> rows(KernelSubject subject, MemoryRegion region, Predicate<Kernel<Op>> wanted) {
        List<String> leftOut = new ArrayList<>();
        List<KernelContestant> all = new ArrayList<>();
        try {
            for (Kernel<Op> kernel : Kernels.of(subject.node().op())) {
                if (wanted.test(kernel) && kernel.unavailableReason().isEmpty()) {
                    Optional<String> reason = reasonAgainst(subject, kernel);
                    reason.ifPresent(
                            why -> leftOut.add(subject.op() + " " + subject.shape() + " " + kernel.id() + ": " + why));
                    if (reason.isEmpty()) {
                        addOurs(subject, kernel, all);
                    }
                }
            }
            subject.product().ifPresent(product -> addTheirs(subject, product, region, all));
            SameResult.check(subject, all);
            Turns turns = new Turns(all, stop);
            turns.warmUp(effort);
            return new BenchedRows<>(new KernelTable(subject, roofs, all, turns.measure(effort)).rows(), leftOut);
        } finally {
            all.forEach(KernelContestant::close);
        }
    }

    private Optional<String> reasonAgainst(KernelSubject subject, Kernel<Op> kernel) {
        long work = subject.cost().flops() / 2;
        return kernel.rung().compareTo(Rung.REORDERED) < 0 && work > SLOW_WORK
                ? Optional.of("left out: " + work + " multiply-adds take this rung seconds")
                : plans.refusal(subject, kernel);
    }

    private void addOurs(KernelSubject subject, Kernel<Op> kernel, List<KernelContestant> all) {
        for (int count : threads) {
            if (count == 1 || plans.shares(subject, kernel, count)) {
                all.add(plans.open(subject, kernel, count));
            }
        }
    }

    private void addTheirs(
            KernelSubject subject, KernelSubject.Product product, MemoryRegion region, List<KernelContestant> all) {
        var c = region.tensor(DType.F32, Shape.of(product.m(), product.n()));
        for (ProductPeer peer : peers) {
            for (int count : threads) {
                all.add(new KernelContestant.Theirs(
                        peer, count, product, subject.operand("in0"), subject.operand("in1"), c));
            }
        }
    }
}
