package hone.profiler.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class IndependentRatioTest {
    private static final int TRIES = 20_000;

    @Test
    void distancesAddUpAsSquaresOnTheLogarithmicScale() {
        Interval over = new Interval(200, 200 / Math.exp(0.03), 200 * Math.exp(0.03));
        Interval under = new Interval(100, 100 / Math.exp(0.04), 100 * Math.exp(0.04));
        Interval ratio = IndependentRatio.of(over, under);
        assertEquals(2, ratio.estimate(), 1e-12);
        assertEquals(2 * Math.exp(-0.05), ratio.low(), 1e-9);
        assertEquals(2 * Math.exp(0.05), ratio.high(), 1e-9);
    }

    @Test
    void nineteenOfTwentyIntervalsHoldTheTrueRatio() {
        CounterRandom random = new CounterRandom(20261126, 7, 0);
        NormalDistribution normal = NormalDistribution.of(0, 1);
        int held = 0;
        for (int i = 0; i < TRIES; i++) {
            Interval over = drawn(3, 0.02, normal.inverseCumulativeProbability(random.nextDouble()));
            Interval under = drawn(2, 0.05, normal.inverseCumulativeProbability(random.nextDouble()));
            held += IndependentRatio.of(over, under).contains(1.5) ? 1 : 0;
        }
        assertEquals(0.95, (double) held / TRIES, 0.006);
    }

    /** A figure as it is measured with a log-normal error, and its interval. */
    private static Interval drawn(double truth, double error, double z) {
        double estimate = truth * Math.exp(error * z);
        return new Interval(estimate, estimate * Math.exp(-1.96 * error), estimate * Math.exp(1.96 * error));
    }

    @Test
    void whatTheIntervalsDoNotBoundIsNotBounded() {
        Interval open = new Interval(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        Interval ratio = IndependentRatio.of(open, new Interval(1, 0.9, 1.1));
        assertEquals(0, ratio.low());
        assertEquals(Double.POSITIVE_INFINITY, ratio.high());
        assertThrows(IllegalArgumentException.class, () -> IndependentRatio.of(new Interval(0, 0, 1), open));
        assertTrue(IndependentRatio.of(new Interval(2, 2.1, 2.2), new Interval(1, 1, 1))
                .contains(2));
    }
}
