package hone.profiler.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Exact intervals of shares and of paired differences of shares: they hold at least as often as they claim, for every
 * true value and every sample size.
 */
public final class ExactInterval {
    private static final double PLAIN_ALPHA = 0.05;
    private static final double DIRECTION_ALPHA = 0.04;
    private static final double DISCORDANT_ALPHA = 0.01;

    private ExactInterval() {}

    /**
     * The share of successes with its 95 % interval: Clopper and Pearson, "The use of confidence or fiducial limits",
     * Biometrika 26 (1934).
     *
     * @param successes of {@code n}
     * @param n at least 1
     */
    public static Interval share(int successes, int n) {
        return share(successes, n, PLAIN_ALPHA);
    }

    private static Interval share(int successes, int n, double alpha) {
        if (n < 1 || successes < 0 || successes > n) {
            throw new IllegalArgumentException(successes + " successes of " + n);
        }
        double low = successes == 0
                ? 0
                : BetaDistribution.of(successes, n - successes + 1.0).inverseCumulativeProbability(alpha / 2);
        double high = successes == n
                ? 1
                : BetaDistribution.of(successes + 1.0, n - successes).inverseSurvivalProbability(alpha / 2);
        return new Interval((double) successes / n, low, high);
    }

    /**
     * The difference of two shares of right answers on the same samples, with its 95 % interval.
     *
     * <p>Only samples that one side got right and the other wrong say anything (McNemar, Psychometrika 12, 1947). The
     * difference is d · (2g − 1), where d is the share of such samples and g the share of them that were gained. Both
     * are unknown, so both get an exact interval, d at 99 % and g at 96 %, and the result is the range of the product
     * over the two: by Bonferroni's inequality it holds in at least 95 % of cases. Taking d as known, as is often done,
     * holds in half of them where all changes go one way. The interval excludes 0 where the exact McNemar test rejects
     * at 4 %; with no changed answer at all it is ±d's upper end.
     *
     * @param gained samples only the new side got right
     * @param lost samples only the old side got right
     * @param n all samples, at least 1
     */
    public static Interval pairedDifference(int gained, int lost, int n) {
        int discordant = gained + lost;
        Interval d = share(discordant, n, DISCORDANT_ALPHA);
        double estimate = (double) (gained - lost) / n;
        if (discordant == 0) {
            return new Interval(estimate, -d.high(), d.high());
        }
        Interval g = share(gained, discordant, DIRECTION_ALPHA);
        double lowSign = 2 * g.low() - 1;
        double highSign = 2 * g.high() - 1;
        double low = lowSign * (lowSign < 0 ? d.high() : d.low());
        double high = highSign * (highSign < 0 ? d.low() : d.high());
        return new Interval(estimate, low, high);
    }
}
