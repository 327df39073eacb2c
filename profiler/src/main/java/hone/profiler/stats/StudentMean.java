package hone.profiler.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/** The mean of a few independent values, with Student's interval. */
public final class StudentMean {
    private static final double TAIL = 0.025;

    private StudentMean() {}

    /**
     * The mean with its 95 % interval; of one value the interval is all there is.
     *
     * @param values at least one
     */
    public static Interval of(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        if (values.length == 1) {
            return new Interval(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double error = Math.sqrt(squares / (values.length - 1) / values.length);
        double half = TDistribution.of(values.length - 1.0).inverseSurvivalProbability(TAIL) * error;
        return new Interval(mean, mean - half, mean + half);
    }
}
