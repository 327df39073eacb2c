package hone.profiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.profiler.machine.NoiseGuard;
import hone.profiler.stats.Interval;
import hone.profiler.stats.StudentMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two ways of timing the same, in turns, held to one another. Both run in processes of their own for seconds, and a machine
 * whose core is shared swings by tens of percent from one to the other: so it is the mean of the turns' ratios that is judged,
 * by its interval, and turns go on until that is narrow. Where it stays wide nothing is claimed, which shows as a skipped test.
 */
public final class TurnsAgreement {
    private static final double TOLERANCE = 0.10;
    /** Half an interval of this decides whether two figures differ by the tolerance. */
    private static final double SHARP = TOLERANCE / 2;

    private static final double TOLERATED_LOAD = 0.3;
    private static final long LOOK_MILLIS = 1_000;
    private static final int FEWEST_TURNS = 3;

    private final String what;
    private final List<Double> ratios = new ArrayList<>();
    private double theirs;
    private double load;

    /** @param what is held to what */
    public TurnsAgreement(String what) {
        this.what = what;
    }

    /** The figures of a turn, in nanoseconds. */
    public void add(double ofTheirs, double ofOurs) throws InterruptedException {
        theirs += ofTheirs;
        ratios.add(ofOurs / ofTheirs);
        // Processes of a turn are not somebody else's: what others do is seen between the turns
        NoiseGuard guard = NoiseGuard.before();
        Thread.sleep(LOOK_MILLIS);
        load = Math.max(load, guard.after().loadOfOthers());
    }

    /** Whether more turns would tell little: by the width of the interval, never by what came out. */
    public boolean isSharp() {
        return ratios.size() >= FEWEST_TURNS && ratio().halfWidth() <= SHARP;
    }

    /** Ours over theirs. */
    private Interval ratio() {
        return StudentMean.of(ratios.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /**
     * Prints the figures, and fails where a whole interval, or the middle of a narrow one, is beyond the tolerance. One that
     * is too wide hides no failure of another.
     */
    public static void check(TurnsAgreement... all) {
        List.of(all).forEach(TurnsAgreement::print);
        for (TurnsAgreement one : all) {
            one.mayAgree();
            if (one.isSharp()) {
                assertEquals(1, one.ratio().estimate(), TOLERANCE, one.what);
            }
        }
        for (TurnsAgreement one : all) {
            assumeTrue(one.isSharp(), () -> "undecided, this machine is too restless for a tenth: " + one.what);
        }
    }

    private void mayAgree() {
        assumeTrue(load <= TOLERATED_LOAD, "too much else runs here to hold the two against each other");
        Interval ratio = ratio();
        assertTrue(ratio.low() <= 1 + TOLERANCE && ratio.high() >= 1 - TOLERANCE, () -> what + ": " + ratio);
    }

    private void print() {
        Interval ratio = ratio();
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f ns, ratio %.3f (%.3f to %.3f) over %d turns, each: %s; load of others %.2f%n",
                what,
                theirs / ratios.size(),
                ratio.estimate(),
                ratio.low(),
                ratio.high(),
                ratios.size(),
                ratios.stream()
                        .map(one -> String.format(Locale.ROOT, "%.2f", one))
                        .toList(),
                load);
    }
}
