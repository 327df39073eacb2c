package hone.profiler.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import org.junit.jupiter.api.Test;

class LogMeanTest {
    @Test
    void theMeanIsGeometric() {
        assertEquals(4, LogMean.of(new double[] {2, 8}).estimate(), 1e-12);
        assertEquals(7, LogMean.of(new double[] {7}).estimate(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> LogMean.of(new double[] {}));
        assertThrows(IllegalArgumentException.class, () -> LogMean.of(new double[] {1, 0}));
    }

    /** Five processes whose times differ by chance: 95 in 100 intervals must have the truth in them, give or take 1.5. */
    @Test
    void nineteenOfTwentyIntervalsHaveTheTruth() {
        CounterRandom random = new CounterRandom(20261126, 1, 0);
        int hit = 0;
        int trials = 4_000;
        for (int trial = 0; trial < trials; trial++) {
            double[] values = new double[5];
            for (int i = 0; i < values.length; i++) {
                values[i] = 3 * Math.exp(0.04 * random.nextGaussian());
            }
            Interval interval = LogMean.of(values);
            hit += interval.low() <= 3 && 3 <= interval.high() ? 1 : 0;
        }
        double coverage = (double) hit / trials;
        assertTrue(coverage > 0.935 && coverage < 0.965, "coverage " + coverage);
    }
}
