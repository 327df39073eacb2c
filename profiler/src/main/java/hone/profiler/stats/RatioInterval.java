package hone.profiler.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/** The interval of a ratio of two sums over the same units, such as nats over tokens of windows. */
public final class RatioInterval {
    private static final double ALPHA = 0.05;

    private RatioInterval() {}

    /**
     * Σ numerator / Σ denominator with its 95 % interval, by linearization and Student's t: Cochran, "Sampling Techniques",
     * 3rd edition (1977), section 6.3. One unit alone says nothing of how units differ: then the interval is all there is.
     *
     * @param numerators of each unit
     * @param denominators of each unit, above 0
     */
    public static Interval of(double[] numerators, double[] denominators) {
        int n = numerators.length;
        if (n < 1 || denominators.length != n) {
            throw new IllegalArgumentException(n + " numerators and " + denominators.length + " denominators");
        }
        double top = 0;
        double bottom = 0;
        for (int i = 0; i < n; i++) {
            top += numerators[i];
            bottom += denominators[i];
        }
        double ratio = top / bottom;
        if (n == 1) {
            return new Interval(ratio, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double residual = numerators[i] - ratio * denominators[i];
            squares += residual * residual;
        }
        double error = Math.sqrt(squares / (n - 1) * n) / bottom;
        double half = TDistribution.of(n - 1.0).inverseSurvivalProbability(ALPHA / 2) * error;
        return new Interval(ratio, ratio - half, ratio + half);
    }
}
