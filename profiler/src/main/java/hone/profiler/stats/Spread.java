package hone.profiler.stats;

import java.util.Arrays;

/** How far values lie from their median, deaf to a few outliers. */
final class Spread {
    /** Makes the median absolute deviation of a normal sample equal its standard deviation. */
    private static final double NORMAL_SCALE = 1.4826;

    private Spread() {}

    /** The scaled median absolute deviation, in the unit of the values. */
    static double ofMedian(double[] values) {
        double median = Quantiles.median(values);
        return NORMAL_SCALE
                * Quantiles.median(Arrays.stream(values)
                        .map(value -> Math.abs(value - median))
                        .toArray());
    }

    /** The spread as a share of the median: a coefficient of variation that one hiccup does not move. */
    static double relative(double[] values) {
        double median = Quantiles.median(values);
        return median > 0 ? ofMedian(values) / median : 0;
    }
}
