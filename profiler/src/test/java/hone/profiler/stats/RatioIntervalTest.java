package hone.profiler.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import org.junit.jupiter.api.Test;

class RatioIntervalTest {
    private static final long SEED = 15;
    private static final double TRUE_RATIO = 0.4;

    /** Windows of different lengths whose sums scatter with their length: the interval must hold what it claims. */
    @Test
    void itHoldsTheTrueRatioAboutAsOftenAsItClaims() {
        int held = 0;
        for (int run = 0; run < 1_000; run++) {
            CounterRandom random = new CounterRandom(SEED, 2, run);
            double[] nats = new double[30];
            double[] tokens = new double[30];
            for (int i = 0; i < nats.length; i++) {
                tokens[i] = 90 + random.nextInt(60);
                nats[i] = tokens[i] * TRUE_RATIO + Math.sqrt(tokens[i]) * random.nextGaussian();
            }
            held += RatioInterval.of(nats, tokens).contains(TRUE_RATIO) ? 1 : 0;
        }
        assertTrue(held >= 930 && held <= 970, held + " of 1,000 hold it, seed " + SEED);
    }

    @Test
    void equalDenominatorsGiveStudentsIntervalOfTheMean() {
        Interval interval = RatioInterval.of(new double[] {1, 2, 3, 4}, new double[] {1, 1, 1, 1});
        assertEquals(2.5, interval.estimate());
        // t(3 degrees of freedom, 97.5 %) = 3.18245; standard error = sqrt(5/3)/2
        assertEquals(2.5 - 3.18245 * Math.sqrt(5.0 / 3) / 2, interval.low(), 1e-4);
        assertEquals(5, interval.low() + interval.high(), 1e-12);
    }

    @Test
    void oneUnitSaysNothingOfTheScatter() {
        Interval one = RatioInterval.of(new double[] {3}, new double[] {6});
        assertEquals(0.5, one.estimate());
        assertEquals(Double.POSITIVE_INFINITY, one.high());
        assertThrows(IllegalArgumentException.class, () -> RatioInterval.of(new double[0], new double[0]));
    }
}
