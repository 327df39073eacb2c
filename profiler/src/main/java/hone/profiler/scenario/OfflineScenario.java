package hone.profiler.scenario;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.data.Samples;
import hone.engine.technique.Recipe;
import hone.profiler.arm.OpenArm;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.stats.BlockBootstrap;
import hone.profiler.stats.Interval;
import hone.profiler.stats.OwnNoise;
import hone.profiler.stats.Quantiles;
import hone.profiler.trial.Solo;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** All samples at once: each side in the batch that gives it most samples a second, whole passes in turns. */
final class OfflineScenario {
    /** As warm as in a live trial: until the compiler has met a kernel at this batch, it is slower by a factor of hundreds. */
    private static final TrialBudget LOOK =
            new TrialBudget(TrialBudget.NORMAL.warmUpNanos(), 200_000_000L, 3_000_000_000L);

    private static final double LONGEST_PASS = 1;
    private static final int FEWEST_PASSES = 6;

    /** So many that a step among them can be told from chance, where the batch allows passes as short as that. */
    private static final int WANTED_PASSES = 24;

    private static final int WARM_UP_PASSES = 3;
    private static final int MOST_PASSES = 31;
    private static final double SEARCHED = 0.3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final TrialService trials;
    private final ScenarioRequest request;
    private final TrialListener listener;
    private final Cancellation stop;
    private final double usualFloor;

    /** @param usualFloor of the baseline's noise */
    OfflineScenario(
            TrialService trials,
            ScenarioRequest request,
            double usualFloor,
            TrialListener listener,
            Cancellation stop) {
        this.trials = trials;
        this.request = request;
        this.usualFloor = usualFloor;
        this.listener = listener;
        this.stop = stop;
    }

    Measured measure() {
        TrialRequest trial = request.trial();
        List<LargestBatch.Tried> ofBaseline = search(trial.baseline(), 0, "the baseline's best batch");
        List<LargestBatch.Tried> ofCandidate = search(trial.recipe(), SEARCHED / 2, "the candidate's best batch");
        int baselineBatch = LargestBatch.best(ofBaseline);
        int candidateBatch = LargestBatch.best(ofCandidate);
        try (OpenArm baseline = trials.open(trial.withBatch(baselineBatch), trial.baseline(), stop);
                OpenArm candidate = trials.open(trial.withBatch(candidateBatch), trial.recipe(), stop)) {
            Solo solo = new Solo(TrialBudget.NORMAL);
            boolean baselineCompiled = solo.warmUp(baseline, stop);
            boolean compiled = solo.warmUp(candidate, stop) && baselineCompiled;
            double slower = Math.min(fastest(ofBaseline), fastest(ofCandidate));
            int samples = Math.clamp(
                    (long) (slower * Math.min(LONGEST_PASS, request.seconds() / WANTED_PASSES)),
                    Math.min(trial.test().samples().count(), Math.max(baselineBatch, candidateBatch)),
                    trial.test().samples().count());
            int passes = passes(samples, fastest(ofBaseline), fastest(ofCandidate));
            Passes settled = passes(baseline, candidate, samples, passes);
            double ownFloor = OwnNoise.floor(settled.baseline());
            ScenarioResult result = new ScenarioResult.Offline(
                    samples,
                    settled.count(),
                    settled.dropped(),
                    side(trial.baseline(), baseline, samples, settled.baseline(), ofBaseline),
                    side(trial.recipe(), candidate, samples, settled.candidate(), ofCandidate),
                    ScenarioResult.Gain.of(
                            median(settled.gains(), 2),
                            Math.max(ownFloor, usualFloor),
                            compiled && settled.steady(),
                            settled.count()));
            return new Measured(result, ownFloor, compiled, settled.steady(), settled.count() / 2);
        }
    }

    private long remaining() {
        return (long) (2 * request.seconds() * NANOS_PER_SECOND);
    }

    /** From the request's batch on. */
    private List<LargestBatch.Tried> search(Recipe recipe, double done, String what) {
        TrialRequest trial = request.trial();
        return LargestBatch.search(trial.batch(), trial.test().samples().count(), batch -> {
            listener.progress(done, "looking for " + what + ": " + batch, remaining());
            return look(trial.withBatch(batch), recipe, batch == trial.batch());
        });
    }

    /** @param must whether a batch that cannot be had is an error rather than the end of the search */
    private OptionalDouble look(TrialRequest at, Recipe recipe, boolean must) {
        try (OpenArm arm = trials.open(at, recipe, stop)) {
            Solo solo = new Solo(LOOK);
            Solo.Outcome first = solo.time(arm, stop);
            Solo.Outcome outcome = first.steady() ? first : solo.time(arm, stop);
            double median = Quantiles.median(
                    outcome.samples().stream().mapToDouble(Double::doubleValue).toArray());
            return OptionalDouble.of(at.batch() * NANOS_PER_SECOND / median);
        } catch (InvalidInput | OverBudget e) {
            if (must) {
                throw e;
            }
            return OptionalDouble.empty();
        }
    }

    private static double fastest(List<LargestBatch.Tried> tried) {
        return tried.stream()
                .mapToDouble(LargestBatch.Tried::samplesPerSecond)
                .max()
                .orElse(0);
    }

    private int passes(int samples, double baselineRate, double candidateRate) {
        double pair = samples / baselineRate + samples / candidateRate;
        return Math.clamp((long) (2 * request.seconds() / pair), FEWEST_PASSES, MOST_PASSES);
    }

    private Passes passes(OpenArm baseline, OpenArm candidate, int samples, int passes) {
        double[][] nanos = new double[2][passes];
        OpenArm[] arms = {baseline, candidate};
        for (OpenArm arm : arms) {
            warmUp(arm, samples);
        }
        for (int i = 0; i < passes; i++) {
            listener.progress(SEARCHED + (1 - SEARCHED) * i / passes, "all samples at once", (long)
                    (remaining() * (1 - (double) i / passes)));
            int first = i % 2;
            nanos[first][i] = pass(arms[first], samples);
            nanos[1 - first][i] = pass(arms[1 - first], samples);
        }
        return Passes.settled(nanos[0], nanos[1]);
    }

    /** The arm is warm; what hands it its samples is not. */
    private void warmUp(OpenArm arm, int samples) {
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP_PASSES || System.nanoTime() - start < TrialBudget.NORMAL.warmUpNanos() / 2; i++) {
            pass(arm, samples);
        }
    }

    private double pass(OpenArm arm, int count) {
        Samples samples = request.trial().test().samples();
        arm.getReady();
        long start = System.nanoTime();
        for (int from = 0; from < count; from += arm.batch()) {
            arm.infer(samples, from, Math.min(arm.batch(), count - from));
        }
        return System.nanoTime() - start;
    }

    private ScenarioResult.OfflineSide side(
            Recipe recipe, OpenArm arm, int samples, double[] nanos, List<LargestBatch.Tried> tried) {
        Interval rate = median(
                Arrays.stream(nanos)
                        .map(pass -> samples * NANOS_PER_SECOND / pass)
                        .toArray(),
                1);
        return new ScenarioResult.OfflineSide(
                recipe.toString(),
                arm.plan().threads(),
                arm.batch(),
                rate.estimate(),
                rate.low(),
                rate.high(),
                tried,
                Arrays.stream(nanos).boxed().toList());
    }

    private Interval median(double[] values, long stream) {
        return BlockBootstrap.ofMedian(
                values,
                IntStream.range(0, values.length).toArray(),
                request.trial().seed() + stream);
    }
}
