package hone.profiler.bench.decode;

import hone.engine.Cancellation;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.run.Probe;
import hone.profiler.roofline.ReadRoof;
import hone.profiler.stats.Quantiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decodes with a transformer of random weights, once for each way of storing them, in turns with llama2.c where it is
 * asked for: it reads the same weights from files in a format of its own, as many tokens, on as many threads. Both count
 * from the end of the first step.
 */
public final class DecodeBench {
    private static final long GATHER_NANOS = 200_000_000;
    private static final long ROOF_WARM_UP_NANOS = 50_000_000;

    private final MemoryBudget budget;
    private final KernelPool pool;
    private final Planner planner;
    private final Optional<Llama2c> peer;
    private final Path scratch;
    private final int threads;
    private final int tokens;
    private final DecodeEffort effort;
    private final Cancellation stop;

    /**
     * Makes the bench.
     *
     * @param peer to compare with
     * @param scratch the folder below which files for the peer are written and deleted again
     * @param threads that share an op, on both sides
     * @param tokens that a round decodes, at least 2
     */
    public DecodeBench(
            MemoryBudget budget,
            KernelPool pool,
            Planner planner,
            Optional<Llama2c> peer,
            Path scratch,
            int threads,
            int tokens,
            DecodeEffort effort,
            Cancellation stop) {
        this.budget = budget;
        this.pool = pool;
        this.planner = planner;
        this.peer = peer;
        this.scratch = scratch;
        this.threads = threads;
        this.tokens = tokens;
        this.effort = effort;
        this.stop = stop;
    }

    /**
     * A row for each type of weights.
     *
     * @param begun told what is being worked at
     */
    public List<DecodeRow> rows(DecodeSubject subject, List<DecodeType> types, Consumer<String> begun) {
        List<DecodeRow> rows = new ArrayList<>();
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "random weights to time")) {
            begun.accept(subject.name() + ": random weights");
            Model model = RandomWeights.of(subject.dimensions(), region);
            if (peer.isEmpty()) {
                types.forEach(type -> rows.add(row(subject, model, type, Optional.empty(), begun)));
            } else {
                try (PeerFiles files = new PeerFiles(scratch, subject)) {
                    types.forEach(type -> rows.add(row(subject, model, type, Optional.of(files), begun)));
                }
            }
        }
        return rows;
    }

    private DecodeRow row(
            DecodeSubject subject, Model model, DecodeType type, Optional<PeerFiles> files, Consumer<String> begun) {
        begun.accept(subject.name() + " " + type.id());
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "quantized weights to time")) {
            Model stored = type.stored(model, subject.groupSize(), region);
            files.filter(_ -> peer.flatMap(one -> one.binary(type)).isPresent())
                    .ifPresent(open -> write(open, subject, model, type, stored));
            PlanRequest request =
                    PlanRequest.baseline(1).withRung(LayerGlob.ALL, Rung.PACKED).withThreads(LayerGlob.ALL, threads);
            Plan plan = planner.plan(stored.graph(), stored.weights(), request);
            var caches = Gpt.caches(plan.graph(), budget.openCollected(Category.KV_CACHE, "cache of a benchmark"));
            try (MemoryRegion data = budget.open(Category.DATA, "inputs and outputs of a benchmark");
                    Executor executor = Executor.open(plan, caches, pool, budget)) {
                GreedyDecoder decoder =
                        new GreedyDecoder(executor, subject.dimensions().vocabulary(), data, stop);
                return measured(subject, type, executor, decoder, files);
            }
        }
    }

    /** INT4 is compared with the peer's INT8, so that is what is written for it. */
    private void write(PeerFiles files, DecodeSubject subject, Model model, DecodeType type, Model stored) {
        if (type != DecodeType.INT4) {
            files.write(type, stored);
            return;
        }
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "INT8 weights for the peer")) {
            files.write(DecodeType.INT8, DecodeType.INT8.stored(model, subject.groupSize(), region));
        }
    }

    private DecodeRow measured(
            DecodeSubject subject,
            DecodeType type,
            Executor executor,
            GreedyDecoder decoder,
            Optional<PeerFiles> files) {
        Plan plan = executor.plan();
        executor.gather(GATHER_NANOS);
        double roof = new ReadRoof(budget, pool).bytesPerSecond(plan.packedBytes(), threads, ROOF_WARM_UP_NANOS, stop);
        int[] chosen = new int[tokens];
        long start = System.nanoTime();
        do {
            decoder.run(chosen, Probe.NONE);
        } while (System.nanoTime() - start < effort.warmUpNanos());
        Optional<Path> binary = files.isEmpty() ? Optional.empty() : peer.flatMap(one -> one.binary(type));
        double[] ours = new double[effort.rounds()];
        double[] theirs = new double[effort.rounds()];
        double[] ratios = new double[effort.rounds()];
        int same = -1;
        for (int round = 0; round < effort.rounds(); round++) {
            executor.gather(GATHER_NANOS);
            ours[round] = (tokens - 1) * 1e9 / decoder.run(chosen, Probe.NONE);
            if (binary.isPresent()) {
                Llama2c.Answer answer = Llama2c.decode(
                        binary.get(), files.orElseThrow().folder(), PeerFiles.checkpoint(type), tokens, threads, stop);
                theirs[round] = answer.tokensPerSecond();
                ratios[round] = ours[round] / answer.tokensPerSecond();
                same = same(chosen, answer.tokens());
            }
        }
        OpShares shares = new OpShares(plan);
        decoder.run(chosen, shares);
        double median = Quantiles.median(ours);
        long bytes = plan.packedBytes();
        return new DecodeRow(
                subject.name(),
                subject.dimensions().parameters(),
                type.id(),
                median,
                least(ours),
                most(ours),
                binary.isPresent() ? Map.of(Llama2c.ID, Quantiles.median(theirs)) : Map.of(),
                binary.isPresent() ? Map.of(Llama2c.ID, Quantiles.median(ratios)) : Map.of(),
                same,
                bytes,
                roof,
                median * bytes / roof,
                shares.largestFirst());
    }

    private static int same(int[] ours, int[] theirs) {
        int same = 0;
        while (same < ours.length && ours[same] == theirs[same]) {
            same++;
        }
        return same;
    }

    private static double least(double[] values) {
        return java.util.Arrays.stream(values).min().orElse(Double.NaN);
    }

    private static double most(double[] values) {
        return java.util.Arrays.stream(values).max().orElse(Double.NaN);
    }
}
