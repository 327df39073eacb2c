package hone.profiler.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import hone.profiler.report.Verdict;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatsTest {
    @Test
    void tailsNeedSamples() {
        double[] few = IntStream.range(0, 63).asDoubleStream().toArray();
        double[] some = IntStream.range(0, 661).asDoubleStream().toArray();
        double[] many = IntStream.rangeClosed(0, 1_000).asDoubleStream().toArray();
        assertNull(Quantiles.p90(few));
        assertNotNull(Quantiles.p90(some));
        assertNull(Quantiles.p99(some));
        assertEquals(990.0, Quantiles.p99(many));
        assertEquals(900.0, Quantiles.p90(many));
        assertEquals(500, Quantiles.median(many));
        assertEquals(2.5, Quantiles.median(new double[] {4, 1, 3, 2}));
    }

    @Test
    void exactShareAgreesWithTables() {
        Interval interval = ExactInterval.share(8, 10);
        assertEquals(0.4439, interval.low(), 1e-4);
        assertEquals(0.9748, interval.high(), 1e-4);
        assertEquals(0, ExactInterval.share(0, 20).low());
        assertEquals(1, ExactInterval.share(20, 20).high());
    }

    @Test
    void pairedDifferenceExcludesZeroOnlyForOneSidedChanges() {
        assertTrue(ExactInterval.pairedDifference(10, 12, 4_000).contains(0));
        Interval worse = ExactInterval.pairedDifference(2, 30, 4_000);
        assertTrue(worse.high() < 0, worse.toString());
        assertEquals(-0.007, worse.estimate(), 1e-12);
        Interval none = ExactInterval.pairedDifference(0, 0, 4_000);
        assertEquals(-none.low(), none.high());
        assertTrue(none.high() > 0 && none.high() < 0.002, none.toString());
    }

    @Test
    void pairedDifferenceCovers() {
        int n = 2_000;
        for (double[] truth : new double[][] {{0.002, 0.002}, {0.0, 0.004}, {0.02, 0.03}}) {
            int covered = 0;
            for (int trial = 0; trial < 400; trial++) {
                CounterRandom random = new CounterRandom(trial, 77, 0);
                int gained = 0;
                int lost = 0;
                for (int i = 0; i < n; i++) {
                    double u = random.nextDouble();
                    gained += u < truth[0] ? 1 : 0;
                    lost += u >= truth[0] && u < truth[0] + truth[1] ? 1 : 0;
                }
                covered += ExactInterval.pairedDifference(gained, lost, n).contains(truth[0] - truth[1]) ? 1 : 0;
            }
            assertTrue(covered >= 0.95 * 400 - 6, "covered " + covered + " of 400");
        }
    }

    @Test
    void noiseIsSteadyAndStepsAndRampsAreNot() {
        int alarms = 0;
        for (int seed = 0; seed < 500; seed++) {
            CounterRandom random = new CounterRandom(seed, 5, 0);
            double[] noise = IntStream.range(0, 40)
                    .mapToDouble(i -> 100 * (1 + 0.05 * random.nextGaussian()))
                    .toArray();
            alarms += SteadyState.reached(noise) ? 0 : 1;
            double[] step = IntStream.range(0, 40)
                    .mapToDouble(i -> noise[i] * (i < 30 ? 1.3 : 1))
                    .toArray();
            assertFalse(SteadyState.reached(step));
            double[] ramp = IntStream.range(0, 40)
                    .mapToDouble(i -> noise[i] * (3 - i / 20.0))
                    .toArray();
            assertFalse(SteadyState.reached(ramp));
            double[] earlyStep = IntStream.range(0, 60)
                    .mapToDouble(i -> noise[i % 40] * (i < 30 ? 50 : 1))
                    .toArray();
            assertEquals(SteadyState.reached(Arrays.copyOfRange(earlyStep, 40, 60)), SteadyState.reached(earlyStep));
        }
        assertTrue(alarms <= 25, alarms + " false alarms of 500");
        assertFalse(SteadyState.reached(new double[] {1, 1, 1, 1, 1}));
        assertTrue(SteadyState.reached(new double[] {1, 1, 1, 1, 1, 1}));
    }

    @Test
    void changeIsFoundWhereItHappened() {
        double[] series = IntStream.range(0, 50)
                .mapToDouble(i -> i < 20 ? 130 + i % 3 : 100 + i % 3)
                .toArray();
        assertEquals(20, SteadyState.levelChange(series));
    }

    @Test
    void verdictNeedsTheIntervalBeyondTheFloor() {
        assertEquals(Verdict.FASTER, VerdictRule.of(new Interval(1.2, 1.1, 1.3), 0.02, true, 40));
        assertEquals(Verdict.WITHIN_NOISE, VerdictRule.of(new Interval(1.05, 1.01, 1.1), 0.02, true, 40));
        assertEquals(Verdict.SLOWER, VerdictRule.of(new Interval(0.8, 0.7, 0.9), 0.02, true, 40));
        assertEquals(Verdict.UNKNOWN, VerdictRule.of(new Interval(2, 1.9, 2.1), 0.02, false, 40));
        assertEquals(Verdict.UNKNOWN, VerdictRule.of(new Interval(2, 1.9, 2.1), 0.02, true, 2));
        assertEquals(Verdict.UNKNOWN, VerdictRule.of(new Interval(Double.NaN, Double.NaN, Double.NaN), 0.02, true, 9));
    }
}
