package hone.profiler.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/** The geometric mean of a few independent times or ratios, with Student's interval on their logarithms. */
public final class LogMean {
    private static final double TAIL = 0.025;

    private LogMean() {}

    /**
     * The mean with its 95 % interval; of one value the interval is all there is.
     *
     * @param values above 0, at least one
     */
    public static Interval of(double[] values) {
        if (values.length == 0 || Arrays.stream(values).anyMatch(value -> !(value > 0))) {
            throw new IllegalArgumentException("no logarithms of " + Arrays.toString(values));
        }
        double[] logs = Arrays.stream(values).map(Math::log).toArray();
        double mean = Arrays.stream(logs).average().orElseThrow();
        if (logs.length == 1) {
            return new Interval(values[0], 0, Double.POSITIVE_INFINITY);
        }
        double squares =
                Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).sum();
        double error = Math.sqrt(squares / (logs.length - 1) / logs.length);
        double half = TDistribution.of(logs.length - 1.0).inverseSurvivalProbability(TAIL) * error;
        return new Interval(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
    }
}
