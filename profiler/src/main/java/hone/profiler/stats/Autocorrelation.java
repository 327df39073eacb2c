package hone.profiler.stats;

import java.util.Arrays;

/** How much one value of a series says about the next, and what that does to the variance of an average. */
final class Autocorrelation {
    private static final double LARGEST = 0.9;

    /** Least share of the autocorrelation that is taken to be left one lag further on. */
    private static final double DECAY = 0.7;

    private Autocorrelation() {}

    /**
     * First-order autocorrelation of block medians, from 0 to 0.9, corrected for the (1 + 3ρ)/n by which short series
     * underestimate it (Kendall, "Note on bias in the estimation of autocorrelation", Biometrika 41, 1954).
     */
    static double ofBlocks(double[] series) {
        double raw = lagOne(series);
        return Math.clamp(raw + (1 + 3 * raw) / series.length, 0, LARGEST);
    }

    /** Lag-one autocorrelation, with values beyond three spreads of the median pulled in; 0 of a constant series. */
    static double lagOne(double[] series) {
        double median = Quantiles.median(series);
        double spread = Spread.ofMedian(series);
        if (!(spread > 0)) {
            return 0;
        }
        double[] z = Arrays.stream(series)
                .map(value -> Math.clamp((value - median) / spread, -3, 3))
                .toArray();
        double mean = Arrays.stream(z).average().orElse(0);
        double product = 0;
        double squares = 0;
        for (int i = 0; i < z.length; i++) {
            double d = z[i] - mean;
            squares += d * d;
            if (i > 0) {
                product += d * (z[i - 1] - mean);
            }
        }
        return squares > 0 ? product / squares : 0;
    }

    /**
     * The variance of the series' mean over what resampling runs of it shows: at least 1.
     *
     * <p>A block's median is a slow level of the machine plus noise of its own. The noise lowers the autocorrelation at
     * lag one but not how slowly it falls from there, so the lags beyond are taken to fall to no less than {@link #DECAY}
     * each, where a first-order series would fall to ρ.
     *
     * @param rho autocorrelation at lag one, 0 to 0.9
     * @param runLength values drawn together
     */
    static double missedVariance(double rho, int runLength) {
        double shown = 1;
        double power = 1;
        for (int lag = 1; lag < runLength; lag++) {
            power *= rho;
            shown += 2 * (1 - (double) lag / runLength) * power;
        }
        double whole = 1 + 2 * rho / (1 - Math.max(rho, DECAY));
        return Math.max(1, whole / shown);
    }
}
