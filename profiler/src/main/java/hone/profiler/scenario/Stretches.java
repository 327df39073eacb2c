package hone.profiler.scenario;

import hone.profiler.stats.Interval;
import hone.profiler.stats.LogMean;
import hone.profiler.stats.OwnNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Both sides in stretches of time that take turns in the order ABBA, so that a drift of the machine meets both alike. A ratio is
 * that of the two stretches of one number.
 */
final class Stretches {
    /** One stretch of one side. */
    @FunctionalInterface
    interface Stretch {
        QueryLog run(boolean ofBaseline, int number);
    }

    private final QueryLog baseline = new QueryLog();
    private final QueryLog candidate = new QueryLog();
    private final List<Double> baselineMedians = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    private Stretches() {}

    /**
     * Measures.
     *
     * @param count of stretches of each side
     * @param done hears how many stretches of both sides are over
     */
    static Stretches measure(int count, Stretch stretch, IntConsumer done) {
        Stretches all = new Stretches();
        for (int i = 0; i < count; i++) {
            boolean baselineFirst = i % 2 == 0;
            QueryLog first = stretch.run(baselineFirst, i);
            done.accept(2 * i + 1);
            QueryLog second = stretch.run(!baselineFirst, i);
            done.accept(2 * i + 2);
            all.take(baselineFirst ? first : second, baselineFirst ? second : first);
        }
        return all;
    }

    private void take(QueryLog ofBaseline, QueryLog ofCandidate) {
        baseline.add(ofBaseline);
        candidate.add(ofCandidate);
        if (ofBaseline.queries() > 0 && ofCandidate.queries() > 0) {
            baselineMedians.add(median(ofBaseline));
            ratios.add(median(ofBaseline) / median(ofCandidate));
        }
    }

    private static double median(QueryLog log) {
        return Math.max(1, log.latency().getValueAtPercentile(50));
    }

    QueryLog baseline() {
        return baseline;
    }

    QueryLog candidate() {
        return candidate;
    }

    /** How far the baseline's median latency strays from itself, from stretch to stretch. */
    double ownFloor() {
        return OwnNoise.floor(values(baselineMedians));
    }

    /**
     * The baseline's median latency over the candidate's: the geometric mean of the stretches, with Student's interval.
     *
     * @param usualFloor of the baseline's noise
     * @param comparable whether both sides were warm
     */
    ScenarioResult.Gain gain(double usualFloor, boolean comparable) {
        Interval mean =
                ratios.isEmpty() ? new Interval(Double.NaN, Double.NaN, Double.NaN) : LogMean.of(values(ratios));
        return ScenarioResult.Gain.of(mean, Math.max(ownFloor(), usualFloor), comparable, ratios.size());
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
