package hone.profiler.stats;

import hone.profiler.report.Verdict;

/**
 * When a comparison may be called faster or slower: only where the ratio's whole interval lies beyond 1 ± the noise
 * floor, both sides were steady, and there were blocks enough to say anything.
 */
public final class VerdictRule {
    /** Fewest blocks that carry a verdict. */
    public static final int FEWEST_BLOCKS = 3;

    private VerdictRule() {}

    /**
     * @param ratio baseline over candidate
     * @param noiseFloor how far from 1 the baseline strays from itself: 0.02 is 2 %
     * @param steady whether both sides reached a steady state
     * @param blocks measured
     */
    public static Verdict of(Interval ratio, double noiseFloor, boolean steady, int blocks) {
        if (!steady || blocks < FEWEST_BLOCKS || !Double.isFinite(ratio.low()) || !Double.isFinite(ratio.high())) {
            return Verdict.UNKNOWN;
        }
        if (ratio.low() > 1 + noiseFloor) {
            return Verdict.FASTER;
        }
        if (ratio.high() < 1 / (1 + noiseFloor)) {
            return Verdict.SLOWER;
        }
        return Verdict.WITHIN_NOISE;
    }
}
