package hone.profiler.selfcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Each limit of the self-check, missed alone, and what a restless machine leaves undecided. */
class LimitsTest {
    private static final SelfCheckResult.Delay SEEN = new SelfCheckResult.Delay(0.99, 200, 0.99);
    private static final SelfCheckResult.Outside AGREES = outside(1.03, 0.02);

    private double falseRate = 0.02;
    private SelfCheckResult.Delay three = SEEN;
    private SelfCheckResult.Delay five = SEEN;
    private SelfCheckResult.Delay ten = SEEN;
    private double coverage = 0.95;
    private double forks = 0.95;
    private double neutral = 0.02;
    private double empty = 1.2;
    private boolean warned = true;
    private SelfCheckResult.Outside outside = AGREES;
    private List<SelfCheckResult.Observer> observer = List.of();

    private SelfCheckResult result() {
        SequencedMap<String, SelfCheckResult.Delay> delays = new LinkedHashMap<>();
        delays.put("3", three);
        delays.put("5", five);
        delays.put("10", ten);
        return new SelfCheckResult(
                falseRate, 1_000, 0.02, delays, 200, coverage, forks, neutral, 125, empty, warned, outside, "",
                observer, 0);
    }

    private static SelfCheckResult.Outside outside(double ratio, double half) {
        return new SelfCheckResult.Outside("mlp", 100, 100 * ratio, ratio - half, ratio + half, 5);
    }

    private static SelfCheckResult.Observer looking(double nanos, double counters, double jfr, double half) {
        return new SelfCheckResult.Observer(
                "cnn", 64, nanos, counters, jfr, counters - half, counters + half, jfr - half, jfr + half);
    }

    private void isMissed(String named) {
        SelfCheckResult result = result();
        assertEquals(1, result.failures().size(), result.failures().toString());
        assertTrue(
                result.failures().getFirst().contains(named), result.failures().getFirst());
        assertEquals(List.of(), result.undecided());
    }

    private void isUndecided(String named) {
        SelfCheckResult result = result();
        assertEquals(List.of(), result.failures());
        assertEquals(1, result.undecided().size(), result.undecided().toString());
        assertTrue(
                result.undecided().getFirst().contains(named),
                result.undecided().getFirst());
    }

    @Test
    void nothingIsMissedWhereAllIsWell() {
        observer = List.of(looking(2e6, 0.004, 0.02, 0.004));
        assertEquals(List.of(), result().failures());
        assertEquals(List.of(), result().undecided());
    }

    @Test
    void falseVerdicts() {
        falseRate = 0.07;
        isMissed("7.0 % of comparisons of a plan with itself");
    }

    @Test
    void delays() {
        three = new SelfCheckResult.Delay(0.5, 200, 0.5);
        isMissed("a delay of 3 %");
        three = new SelfCheckResult.Delay(0.5, 60, 0.9);
        assertEquals(List.of(), result().failures(), "held to what the sharp ones say");
        five = new SelfCheckResult.Delay(0.9, 150, 0.9);
        isMissed("a delay of 5 %");
        five = SEEN;
        ten = new SelfCheckResult.Delay(0.96, 200, 0.96);
        isMissed("a delay of 10 %");
    }

    @Test
    void delaysThatNoComparisonCanShow() {
        three = new SelfCheckResult.Delay(0.04, 2, 0);
        isUndecided("a delay of 3 % is not detectable here: 2 of 200");
    }

    @Test
    void intervals() {
        coverage = 0.91;
        isMissed("intervals of blocks");
        coverage = 0.95;
        forks = 0.99;
        isMissed("intervals of processes");
    }

    @Test
    void ablationsNothingAndStress() {
        neutral = 0.12;
        isMissed("12.0 % of ablations");
        neutral = 0.02;
        empty = 20;
        isMissed("20.0 ns");
        empty = 1.2;
        warned = false;
        isMissed("no warning");
    }

    @Test
    void theClockOnTheWall() {
        outside = outside(1.2, 0.04);
        isMissed("the clock on the wall");
        outside = outside(0.7, 0.15);
        isMissed("the clock on the wall");
        outside = outside(1.12, 0.15);
        isUndecided("ratio 0.97 to 1.27");
        outside = outside(1.0, 0.15);
        isUndecided("the clock on the wall");
    }

    @Test
    void whatLookingCosts() {
        observer = List.of(looking(9_000, 0.3, 0.9, 0.1));
        assertEquals(List.of(), result().failures(), "a short run's share is shown, and no limit");
        observer = List.of(looking(2e6, 0.012, 0.01, 0.002));
        isMissed("looking at cnn at batch 64 costs 1.2 % by counters (1.0 to 1.4)");
        observer = List.of(looking(2e6, 0.001, 0.034, 0.005));
        isMissed("3.4 % by recording");
        observer = List.of(looking(2e6, 0.001, 0.034, 0.003));
        isMissed("3.4 % by recording (3.1 to 3.7)");
        observer = List.of(looking(2e6, -0.05, 0.01, 0.005));
        assertEquals(List.of(), result().failures());
        observer = List.of(looking(2e6, -0.03, -0.09, 0.06));
        isUndecided("-3.0 % by counters (-9.0 to 3.0)");
        observer = List.of(new SelfCheckResult.Observer("cnn", 64, 2e6, 0, 0.031, -0.001, 0.001, 0.016, 0.046));
        isUndecided("3.1 % by recording (1.6 to 4.6)");
        observer = List.of(looking(2e6, -0.2, 0.2, 0.1));
        isMissed("20.0 % by recording");
    }
}
