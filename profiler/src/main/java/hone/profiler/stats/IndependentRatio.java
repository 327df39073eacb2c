package hone.profiler.stats;

/**
 * The ratio of two positive figures that were measured apart, with its interval from the intervals of the two: on the
 * logarithmic scale the distances to their ends add up as squares. Zou and Donner, "Construction of confidence intervals
 * about effect measures: a general approach", Statistics in Medicine 27 (2008).
 */
public final class IndependentRatio {
    private IndependentRatio() {}

    /**
     * The first figure over the second.
     *
     * @param over with a positive estimate
     * @param under with a positive estimate
     * @return with 0 or infinity for an end that the two intervals do not bound
     */
    public static Interval of(Interval over, Interval under) {
        if (!(over.estimate() > 0) || !(under.estimate() > 0)) {
            throw new IllegalArgumentException(over.estimate() + " over " + under.estimate());
        }
        double ratio = over.estimate() / under.estimate();
        double down = Math.hypot(log(over.estimate() / over.low()), log(under.high() / under.estimate()));
        double up = Math.hypot(log(over.high() / over.estimate()), log(under.estimate() / under.low()));
        return new Interval(ratio, ratio * Math.exp(-down), ratio * Math.exp(up));
    }

    /** Of a distance that is 1 or more; an end on the wrong side of its estimate counts as the estimate. */
    private static double log(double distance) {
        return distance <= 0 || Double.isNaN(distance) ? Double.POSITIVE_INFINITY : Math.log(Math.max(1, distance));
    }
}
