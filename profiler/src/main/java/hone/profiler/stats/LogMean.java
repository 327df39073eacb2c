package hone.profiler.stats;

import java.util.Arrays;

/** The geometric mean of a few independent times or ratios, with Student's interval on their logarithms. */
public final class LogMean {
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
        Interval logs = StudentMean.of(Arrays.stream(values).map(Math::log).toArray());
        return new Interval(Math.exp(logs.estimate()), Math.exp(logs.low()), Math.exp(logs.high()));
    }
}
