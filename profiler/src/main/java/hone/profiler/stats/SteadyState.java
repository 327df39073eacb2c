package hone.profiler.stats;

import java.util.Arrays;

/**
 * Whether a series of timings has settled: its last window varies little, <em>and</em> holds no change of level.
 *
 * <p>Either test alone is fooled: a slow ramp varies little, and a noisy machine shows changes of level that are too
 * small to matter. So a change counts only where it is both beyond chance and beyond {@link #TOLERATED_SHIFT}.
 */
public final class SteadyState {
    /** Values looked at: the latest ones. */
    public static final int WINDOW = 20;

    /** Fewest values that can be called steady. */
    public static final int FEWEST = 6;

    /** Largest coefficient of variation of a steady window, by the median absolute deviation. */
    static final double TOLERATED_VARIATION = 0.15;

    /** Largest change of level within a steady window. */
    static final double TOLERATED_SHIFT = 0.05;

    private static final double CHANCE = 0.01;

    private SteadyState() {}

    /** Whether the last {@link #WINDOW} values, or all of at least {@link #FEWEST}, are steady. */
    public static boolean reached(double[] series) {
        if (series.length < FEWEST) {
            return false;
        }
        double[] window = Arrays.copyOfRange(series, Math.max(0, series.length - WINDOW), series.length);
        return Spread.relative(window) <= TOLERATED_VARIATION && levelChange(window) < 0;
    }

    /**
     * Index of the first value after the strongest change of level that matters, or -1 where there is none.
     *
     * @param series any number of values
     */
    public static int levelChange(double[] series) {
        if (series.length < FEWEST) {
            return -1;
        }
        Changepoint change = Changepoint.mostLikely(series);
        boolean matters = change.pValue() < CHANCE && Math.abs(change.relativeShift()) > TOLERATED_SHIFT;
        return matters ? change.index() : -1;
    }
}
