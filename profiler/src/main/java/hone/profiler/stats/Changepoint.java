package hone.profiler.stats;

import java.util.Arrays;

/**
 * Where a series most likely changed its level.
 *
 * @param index of the first value after the change
 * @param pValue chance of so large a statistic without any change
 * @param before median of the values before it
 * @param after median of the values from it on
 */
record Changepoint(int index, double pValue, double before, double after) {
    /**
     * Pettitt's test on ranks: "A non-parametric approach to the change-point problem", Applied Statistics 28 (1979). It
     * asks nothing of the distribution and one outlier does not move it.
     *
     * @param series at least two values
     */
    static Changepoint mostLikely(double[] series) {
        int n = series.length;
        long u = 0;
        long largest = -1;
        int index = 1;
        for (int t = 0; t < n - 1; t++) {
            for (double other : series) {
                u += Double.compare(series[t], other);
            }
            if (Math.abs(u) > largest) {
                largest = Math.abs(u);
                index = t + 1;
            }
        }
        double k = largest;
        double p = Math.min(1, 2 * Math.exp(-6 * k * k / ((double) n * n * n + (double) n * n)));
        return new Changepoint(
                index,
                p,
                Quantiles.median(Arrays.copyOfRange(series, 0, index)),
                Quantiles.median(Arrays.copyOfRange(series, index, n)));
    }

    /** The change of level as a share of the level after it: 0.05 is 5 %. */
    double relativeShift() {
        return after > 0 ? (before - after) / after : 0;
    }
}
