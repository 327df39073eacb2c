package hone.profiler.trial;

import hone.profiler.stats.Quantiles;
import hone.profiler.stats.SteadyState;
import java.util.Arrays;

/** One arm on its way to a steady state: its warm-up timings, and how many runs make a sample. */
final class ArmTimer {
    /** A sample never has more runs than this; an arm that does nothing would ask for ever more. */
    static final int MOST_RUNS = 1 << 22;

    /** Vector kernels are hundreds of times slower before they are compiled; predictions are good to a factor of two. */
    private static final double COLD = 10;

    /** What small ops may take beyond any prediction. */
    private static final double UNKNOWN_NANOS = 20_000;

    private final TimedArm arm;
    private double[] series = new double[256];
    private int points;
    private long runs;
    private long reference;

    ArmTimer(TimedArm arm) {
        this.arm = arm;
    }

    TimedArm arm() {
        return arm;
    }

    /** The first run, which also gives the checksum that all others must have. */
    void first() {
        note(Stopwatch.time(arm, 1), 1);
        reference = arm.checksum();
    }

    /** Runs for about {@code nanos} by the latest timing, at least once, and notes the time of one run. */
    void warmUp(long nanos) {
        int count = runsLasting(nanos);
        arm.getReady();
        note(Stopwatch.time(arm, count), count);
    }

    private void note(long elapsed, int count) {
        if (points == series.length) {
            series = Arrays.copyOf(series, 2 * points);
        }
        series[points++] = (double) elapsed / count;
        runs += count;
    }

    /** How many runs last about {@code nanos}; at most ten times what was ever timed in one go, as JIT changes the pace. */
    int runsLasting(long nanos) {
        double one = Math.max(0.1, series[points - 1]);
        double most = Math.min(MOST_RUNS, 10.0 * Math.max(1, runs));
        return (int) Math.clamp(Math.rint(nanos / one), 1, most);
    }

    /** Median nanoseconds of one run over the latest warm-up points. */
    double nanosPerRun() {
        return Quantiles.median(Arrays.copyOfRange(series, Math.max(0, points - 5), points));
    }

    /** Whether a run takes so much longer than it should that it can only be interpreted still. */
    boolean cold() {
        double expected = arm.expectedNanos();
        return expected > 0 && nanosPerRun() > COLD * expected + UNKNOWN_NANOS;
    }

    boolean steady() {
        return SteadyState.reached(Arrays.copyOf(series, points));
    }

    /** Warm-up points so far. */
    int points() {
        return points;
    }

    /** Warm-up runs so far. */
    long runs() {
        return runs;
    }

    /** Whether the last run's output is that of the first. */
    boolean sameAsFirst() {
        return arm.checksum() == reference;
    }
}
