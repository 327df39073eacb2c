package hone.profiler.bench.models;

import hone.engine.Cancellation;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import hone.profiler.bench.BenchEffort;
import hone.profiler.bench.Turns;
import hone.profiler.peer.Agreement;
import hone.profiler.peer.OnnxRuntime;
import hone.profiler.peer.OnnxSettings;
import hone.profiler.peer.PeerSession;
import hone.profiler.peer.Rounding;
import hone.profiler.stats.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Times a model at each of its batches on the rungs simd and packed, beside ONNX Runtime with the same weights where it
 * is asked for. All share one input. Outputs are compared before anything is timed: with the peer's,
 * or with those of the reordered rung where there is no peer.
 */
public final class ModelBench {
    private static final List<Rung> RUNGS = List.of(Rung.SIMD, Rung.PACKED);

    private final MemoryBudget budget;
    private final KernelPool pool;
    private final Planner planner;
    private final Optional<OnnxRuntime> peer;
    private final int threads;
    private final BenchEffort effort;
    private final Cancellation stop;

    /**
     * Makes the bench.
     *
     * @param peer to compare with; it must be available
     * @param threads that may share an op, on both sides
     */
    public ModelBench(
            MemoryBudget budget,
            KernelPool pool,
            Planner planner,
            Optional<OnnxRuntime> peer,
            int threads,
            BenchEffort effort,
            Cancellation stop) {
        this.budget = budget;
        this.pool = pool;
        this.planner = planner;
        this.peer = peer;
        this.threads = threads;
        this.effort = effort;
        this.stop = stop;
    }

    /**
     * How a peer's session runs. Several threads spin between operators, as ours do, and get a rest after each block. INT8
     * weights under float32 activations are widened once, as the peer would else widen them again in every run; products of
     * 8-bit numbers are exact.
     */
    private static OnnxSettings settings(int threads, Rounding rounding) {
        return new OnnxSettings(threads, threads > 1, rounding);
    }

    /** A peer's settings for readers. */
    public static String peerSettings(int threads) {
        return settings(threads, Rounding.NONE).text()
                + "; INT8 weights under float32 activations are widened once, and products with 8-bit activations exact";
    }

    /** A row for each rung. */
    public List<ModelRow> rows(BenchSubject subject, int batch) {
        try (MemoryRegion region = budget.open(Category.DATA, "inputs and outputs of a benchmark")) {
            Tensor input = region.tensor(DType.F32, subject.inputShape(batch));
            List<Contestant> contestants = new ArrayList<>();
            try {
                for (Rung rung : RUNGS) {
                    addOurs(contestants, subject, rung, batch, input, region);
                }
                if (peer.isPresent()) {
                    OnnxRuntime runtime = peer.get();
                    byte[] onnx = OnnxExport.bytes(subject.model());
                    OnnxSettings settings =
                            settings(threads, Rounding.of(subject.model().graph()));
                    addTheirs(contestants, runtime.openJava(onnx, settings), subject, batch, input, region);
                    addTheirs(contestants, runtime.open(onnx, settings), subject, batch, input, region);
                } else {
                    addOurs(contestants, subject, Rung.REORDERED, batch, input, region);
                }
                return rows(subject, batch, contestants, input);
            } finally {
                contestants.forEach(Contestant::close);
            }
        }
    }

    /** @param contestants our rungs, then those whose outputs are the reference */
    private List<ModelRow> rows(BenchSubject subject, int batch, List<Contestant> contestants, Tensor input) {
        List<Agreement> agreements = compare(subject, contestants, batch, input);
        List<Contestant> timed = peer.isPresent() ? contestants : contestants.subList(0, RUNGS.size());
        Turns turns = new Turns(timed, stop);
        turns.warmUp(effort);
        List<double[]> blocks = turns.measure(effort);
        List<ModelRow> rows = new ArrayList<>();
        for (int i = 0; i < RUNGS.size(); i++) {
            double median = Quantiles.ofSorted(blocks.get(i), 0.5);
            Map<String, Double> peerNanos = new TreeMap<>();
            Optional<ModelRow.InSession> inSession = Optional.empty();
            if (peer.isPresent()) {
                peerNanos.put(peer.get().id(), Quantiles.ofSorted(blocks.get(RUNGS.size()), 0.5));
                double library = Quantiles.ofSorted(blocks.getLast(), 0.5);
                inSession = Optional.of(new ModelRow.InSession(library, library / median));
            }
            Map<String, Double> ratios = new TreeMap<>();
            peerNanos.forEach((id, nanos) -> ratios.put(id, nanos / median));
            rows.add(new ModelRow(
                    subject.name(),
                    batch,
                    subject.dtype(),
                    subject.recipe(),
                    contestants.get(i).name(),
                    median,
                    Quantiles.ofSorted(blocks.get(i), 0.25),
                    Quantiles.ofSorted(blocks.get(i), 0.75),
                    peerNanos,
                    ratios,
                    inSession,
                    agreements.get(i).maxDifference(),
                    agreements.get(i).sameTop1()));
        }
        return rows;
    }

    /** The last batch that was compared stays in the input. */
    private List<Agreement> compare(BenchSubject subject, List<Contestant> contestants, int batch, Tensor input) {
        long count = Math.max(batch, effort.comparedRows() / subject.rowsOfASample());
        List<Agreement> agreements = new ArrayList<>();
        RUNGS.forEach(_ -> agreements.add(new Agreement()));
        for (int from = 0; from + batch <= count; from += batch) {
            subject.samples().fill(from, input);
            contestants.forEach(Contestant::run);
            for (int i = 0; i < agreements.size(); i++) {
                for (Contestant reference : contestants.subList(RUNGS.size(), contestants.size())) {
                    agreements.get(i).add(reference.output(), contestants.get(i).output());
                }
            }
        }
        return agreements;
    }

    /** In the list, hence closed in the end, before anything is bound to it. */
    private void addOurs(
            List<Contestant> contestants,
            BenchSubject subject,
            Rung rung,
            int batch,
            Tensor input,
            MemoryRegion region) {
        PlanRequest request =
                PlanRequest.baseline(batch).withRung(LayerGlob.ALL, rung).withThreads(LayerGlob.ALL, threads);
        var plan = planner.plan(subject.model().graph(), subject.model().weights(), request);
        Tensor output = region.tensor(DType.F32, subject.outputShape(batch));
        Executor executor = Executor.open(plan, pool, budget);
        contestants.add(new Contestant.Ours(rung.id(), executor, output));
        executor.bindings().input(subject.input(), input).output(subject.output(), output);
    }

    private void addTheirs(
            List<Contestant> contestants,
            PeerSession session,
            BenchSubject subject,
            int batch,
            Tensor input,
            MemoryRegion region) {
        Tensor output = region.tensor(DType.F32, subject.outputShape(batch));
        contestants.add(new Contestant.Theirs(peer.orElseThrow().id(), session, output));
        session.input(subject.input(), input).output(subject.output(), output);
    }
}
