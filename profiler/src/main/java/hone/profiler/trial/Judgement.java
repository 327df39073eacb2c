package hone.profiler.trial;

import hone.profiler.report.Latency;
import hone.profiler.report.Ratio;
import hone.profiler.report.Verdict;
import hone.profiler.stats.BlockBootstrap;
import hone.profiler.stats.Interval;
import hone.profiler.stats.PairedBlocks;
import hone.profiler.stats.Quantiles;
import hone.profiler.stats.SteadyState;
import hone.profiler.stats.VerdictRule;
import hone.profiler.stats.VerdictSentence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * From raw samples to an outcome.
 *
 * <p>A compiler that finishes late leaves a step in the timed blocks. Blocks before such a step belong to the warm-up;
 * they are dropped, and the outcome says so. An arm counts as steady if its warm-up ended steady or the blocks that are
 * left are, and the compiler was done with the kernels. The verdict does not need steadiness of both: on a machine whose
 * speed changes, both sides of a block change together, so it is enough that the blocks' ratios keep their level.
 */
final class Judgement {
    private final SamplePlan plan;
    private final ArmTimer[] timers;
    private final Recording[] recordings;
    private final long seed;
    private final int perBlock;
    private final int dropped;
    private final boolean compiled;
    private final double usualFloor;
    private final List<String> notes = new ArrayList<>();

    Judgement(
            SamplePlan plan,
            Blocks blocks,
            ArmTimer baseline,
            ArmTimer candidate,
            boolean compiled,
            long seed,
            double usualFloor) {
        this.plan = plan;
        this.timers = new ArmTimer[] {baseline, candidate};
        this.recordings = new Recording[] {blocks.baseline(), blocks.candidate()};
        this.seed = seed;
        this.compiled = compiled;
        this.usualFloor = usualFloor;
        this.perBlock = 2 * plan.samplesPerSegment();
        this.dropped = blocksBeforeLateStep();
        if (!compiled) {
            notes.add(
                    "kernels still waited for the compiler, or ran far slower than predicted, when the time for warming"
                            + " up was over; they may become faster");
        }
        if (dropped > 0) {
            notes.add("the first " + dropped + " blocks were still warming up and are left out");
        }
    }

    TrialOutcome outcome(long elapsedNanos) {
        double[] baselineSamples = samples(0);
        double[] candidateSamples = samples(1);
        PairedBlocks blocks = new PairedBlocks(baselineSamples, candidateSamples, plan.samplesPerSegment());
        Interval ratio = blocks.ratio(seed);
        double ownFloor = blocks.noiseFloor(seed);
        double floor = Math.max(ownFloor, usualFloor);
        boolean baselineSteady = steady(0);
        boolean candidateSteady = steady(1);
        boolean comparable =
                compiled && ((baselineSteady && candidateSteady) || SteadyState.levelChange(blocks.ratios()) < 0);
        Verdict verdict = VerdictRule.of(ratio, floor, comparable, blocks.blocks());
        String because = !compiled
                ? "kernels still waited for the compiler, or ran far slower than predicted, when the time was up"
                : !comparable
                        ? "the two sides did not become steady"
                        : blocks.blocks() < VerdictRule.FEWEST_BLOCKS
                                ? "only " + blocks.blocks() + " blocks fitted the time"
                                : "the runs are too short to time";
        return new TrialOutcome(
                latency(0, baselineSamples, baselineSteady),
                latency(1, candidateSamples, candidateSteady),
                new Ratio(ratio.estimate(), ratio.low(), ratio.high(), floor),
                ownFloor,
                verdict,
                VerdictSentence.of(verdict, ratio, floor, runs(candidateSamples.length), because),
                blocks.blocks(),
                elapsedNanos,
                notes);
    }

    private String runs(int samples) {
        return plan.candidateRuns() == 1
                ? samples + " runs"
                : String.format(Locale.ROOT, "%d samples of %,d runs", samples, plan.candidateRuns());
    }

    private double[] samples(int side) {
        return recordings[side].from(dropped * perBlock);
    }

    /** Where either arm became clearly faster during the blocks, and enough blocks follow: how many came before. */
    private int blocksBeforeLateStep() {
        int step = 0;
        for (Recording recording : recordings) {
            double[] medians = blockMedians(recording.from(0));
            int change = SteadyState.levelChange(medians);
            if (change > 0 && medians.length - change >= BlockBootstrap.MIN_BLOCKS) {
                boolean faster = Quantiles.median(Arrays.copyOfRange(medians, change, medians.length))
                        < Quantiles.median(Arrays.copyOfRange(medians, 0, change));
                step = faster ? Math.max(step, change) : step;
            }
        }
        return step;
    }

    /** With fewer blocks than the test needs, the samples themselves have to do. */
    private boolean steady(int side) {
        double[] samples = samples(side);
        double[] medians = blockMedians(samples);
        return compiled
                && (timers[side].steady()
                        || SteadyState.reached(medians.length < SteadyState.FEWEST ? samples : medians));
    }

    private double[] blockMedians(double[] samples) {
        return IntStream.range(0, samples.length / perBlock)
                .mapToDouble(block ->
                        Quantiles.median(Arrays.copyOfRange(samples, block * perBlock, (block + 1) * perBlock)))
                .toArray();
    }

    private Latency latency(int side, double[] samples, boolean steady) {
        int[] blockOf =
                IntStream.range(0, samples.length).map(i -> i / perBlock).toArray();
        Interval median = BlockBootstrap.ofMedian(samples, blockOf, seed + 1 + side);
        int skipped = dropped * perBlock;
        int runs = side == 0 ? plan.baselineRuns() : plan.candidateRuns();
        return new Latency(
                median.estimate(),
                median.low(),
                median.high(),
                samples.length,
                Quantiles.p90(samples),
                Quantiles.p99(samples),
                runs,
                steady,
                timers[side].runs() + (long) skipped * runs,
                Arrays.stream(samples).boxed().toList(),
                Arrays.stream(blockOf).boxed().toList(),
                IntStream.range(0, samples.length)
                        .filter(i -> recordings[side].marked(skipped + i))
                        .boxed()
                        .toList());
    }
}
