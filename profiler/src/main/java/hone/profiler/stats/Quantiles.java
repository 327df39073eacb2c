package hone.profiler.stats;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of a sample, and the rule that keeps a tail from being read off too few values: a percentile is absent
 * unless at least six samples are expected beyond it.
 */
public final class Quantiles {
    /** Fewest samples that carry a 90th percentile. */
    public static final int P90_SAMPLES = 64;

    /** Fewest samples that carry a 99th percentile. */
    public static final int P99_SAMPLES = 662;

    private Quantiles() {}

    /** The middle value, or the mean of the two middle ones; NaN of nothing. */
    public static double median(double[] values) {
        double[] sorted = sorted(values);
        return ofSorted(sorted, 0.5);
    }

    /** The 90th percentile, or null below {@link #P90_SAMPLES} samples. */
    public static @Nullable Double p90(double[] values) {
        return values.length < P90_SAMPLES ? null : (Double) ofSorted(sorted(values), 0.90);
    }

    /** The 99th percentile, or null below {@link #P99_SAMPLES} samples. */
    public static @Nullable Double p99(double[] values) {
        return values.length < P99_SAMPLES ? null : (Double) ofSorted(sorted(values), 0.99);
    }

    /**
     * A quantile of sorted values, interpolated between neighbours: type 7 of Hyndman and Fan, "Sample quantiles in
     * statistical packages", The American Statistician 50 (1996).
     *
     * @param p from 0 to 1
     * @return NaN of nothing
     */
    public static double ofSorted(double[] sorted, double p) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = p * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }
}
