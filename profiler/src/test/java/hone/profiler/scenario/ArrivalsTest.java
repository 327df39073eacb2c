package hone.profiler.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static long[] nanos(Arrivals arrivals) {
        return IntStream.range(0, arrivals.count()).mapToLong(arrivals::at).toArray();
    }

    @Test
    void gapsAreExponentialWithTheMeanOfTheRate() {
        double rate = 2_000;
        Arrivals arrivals = Arrivals.poisson(rate, 100, 5, 0);
        long[] at = nanos(arrivals);
        double[] gaps = IntStream.range(0, at.length)
                .mapToDouble(i -> at[i] - (i == 0 ? 0.0 : at[i - 1]))
                .toArray();
        int n = gaps.length;
        double mean = IntStream.range(0, n).mapToDouble(i -> gaps[i]).average().orElse(0);
        double expected = 1e9 / rate;
        assertEquals(expected, mean, 4 * expected / Math.sqrt(n), "a mean gap is 1/rate, within four standard errors");
        double variance = IntStream.range(0, n)
                .mapToDouble(i -> (gaps[i] - mean) * (gaps[i] - mean))
                .average()
                .orElse(0);
        assertEquals(1, Math.sqrt(variance) / mean, 0.02, "an exponential gap varies by as much as its mean");
        for (double times : new double[] {0.1, 0.7, 2, 4}) {
            double beyond = IntStream.range(0, n)
                            .filter(i -> gaps[i] > times * expected)
                            .count()
                    / (double) n;
            double share = Math.exp(-times);
            assertEquals(share, beyond, 5 * Math.sqrt(share * (1 - share) / n), "gaps beyond " + times + " means");
        }
        double next = IntStream.range(1, n)
                        .mapToDouble(i -> (gaps[i] - mean) * (gaps[i - 1] - mean))
                        .average()
                        .orElse(0)
                / variance;
        assertEquals(0, next, 4 / Math.sqrt(n), "a gap says nothing of the next");
        assertTrue(LongStream.of(at).allMatch(one -> one >= 0 && one < 100_000_000_000L));
        assertTrue(IntStream.range(1, n).allMatch(i -> at[i] >= at[i - 1]));
    }

    @Test
    void theSeedAndTheStretchDecideAndNothingElse() {
        long[] once = nanos(Arrivals.poisson(500, 2, 9, 3));
        assertEquals(
                LongStream.of(once).boxed().toList(),
                LongStream.of(nanos(Arrivals.poisson(500, 2, 9, 3))).boxed().toList());
        assertNotEquals(once[0], Arrivals.poisson(500, 2, 10, 3).at(0));
        assertNotEquals(once[0], Arrivals.poisson(500, 2, 9, 4).at(0));
        assertEquals(
                once[0] / 2.0,
                (double) Arrivals.poisson(1_000, 2, 9, 3).at(0),
                1,
                "twice the rate: the same gaps, half as long");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (double[] bad : new double[][] {{0, 1}, {-1, 1}, {1, 0}, {Double.NaN, 1}, {1e9, 10}, {1, Double.NaN}}) {
            assertThrows(InvalidInput.class, () -> Arrivals.poisson(bad[0], bad[1], 1, 1), bad[0] + " " + bad[1]);
        }
    }
}
