package hone.profiler.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import hone.profiler.report.Verdict;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OwnNoiseTest {
    private static final long SEED = 11;

    @Test
    void neighboursThatAgreeLeaveTheSmallestFloor() {
        assertEquals(PairedBlocks.SMALLEST_FLOOR, OwnNoise.floor(new double[] {5, 5, 7, 7, 3, 3, 9, 9}));
        assertTrue(Double.isNaN(OwnNoise.floor(new double[] {5})));
        assertTrue(Double.isNaN(OwnNoise.floor(new double[0])));
    }

    @Test
    void oneRatioIsTheFloorInEitherDirection() {
        assertEquals(0.25, OwnNoise.floor(new double[] {5, 4}), 1e-12);
        assertEquals(0.25, OwnNoise.floor(new double[] {4, 5}), 1e-12);
    }

    @Test
    void aSideThatGoesOnBecomingSlowerHasAFloorOfThat() {
        double[] slower =
                IntStream.range(0, 8).mapToDouble(i -> Math.pow(1.1, i)).toArray();
        assertEquals(0.1 / Math.sqrt(2), OwnNoise.floor(slower), 1e-9);
    }

    /** Two sides of the same distribution in eight stretches: how often a difference between them is seen that is none. */
    @Test
    void twoSidesAlikeAreRarelyCalledDifferent() {
        CounterRandom random = new CounterRandom(SEED, 1, 0);
        int wrong = 0;
        int rounds = 2_000;
        for (int round = 0; round < rounds; round++) {
            double[] one = random(random);
            double[] other = random(random);
            Interval ratio = LogMean.of(
                    IntStream.range(0, 8).mapToDouble(i -> one[i] / other[i]).toArray());
            Verdict verdict = VerdictRule.of(ratio, OwnNoise.floor(one), true, 8);
            wrong += verdict == Verdict.WITHIN_NOISE ? 0 : 1;
        }
        assertTrue(wrong <= rounds / 100, wrong + " of " + rounds + " (seed " + SEED + ")");
    }

    private static double[] random(CounterRandom random) {
        return IntStream.range(0, 8)
                .mapToDouble(_ -> Math.exp(0.05 * random.nextGaussian()))
                .toArray();
    }
}
