package hone.engine.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final long SEED = 11;
    private static final int DRAWS = 20_000;
    private static final float[] SCORES = {1, 3, 2, -1, 0.5F};

    private static double[] shares(Sampling sampling, float[] scores) {
        Sampler sampler = new Sampler(sampling, scores.length);
        double[] shares = new double[scores.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            shares[sampler.next(scores, draw)] += 1.0 / DRAWS;
        }
        return shares;
    }

    /** The softmax over some tokens, 0 for the others. */
    private static double[] softmax(float[] scores, double temperature, boolean... allowed) {
        double[] p = new double[scores.length];
        double total = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = allowed[i] ? Math.exp(scores[i] / temperature) : 0;
            total += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= total;
        }
        return p;
    }

    private static void assertDrawn(double[] expected, Sampling sampling) {
        double[] shares = shares(sampling, SCORES);
        for (int i = 0; i < expected.length; i++) {
            double deviation = Math.sqrt(expected[i] * (1 - expected[i]) / DRAWS);
            assertEquals(expected[i], shares[i], 5 * deviation + 1e-9, "token " + i + " of " + sampling);
        }
    }

    @Test
    void aColdSamplerTakesTheHighestScoreAndTheFirstOfEquals() {
        Sampler sampler = new Sampler(Sampling.greedy(), 4);
        assertEquals(1, sampler.next(new float[] {0, 5, 5, 1}, 0));
        assertEquals(2, sampler.next(new float[] {0, 5, Float.POSITIVE_INFINITY, 1}, 1));
        assertEquals(0, sampler.next(new float[] {-3, -3, -3, -3}, 2));
    }

    @Test
    void drawsFollowTheSoftmax() {
        assertDrawn(softmax(SCORES, 1, true, true, true, true, true), new Sampling(1, 0, 1, SEED));
        assertDrawn(softmax(SCORES, 2.5, true, true, true, true, true), new Sampling(2.5, 0, 1, SEED));
    }

    @Test
    void topKKeepsTheLikeliest() {
        assertDrawn(softmax(SCORES, 1, false, true, true, false, false), new Sampling(1, 2, 1, SEED));
        assertDrawn(softmax(SCORES, 1, true, true, true, true, true), new Sampling(1, 99, 1, SEED));
    }

    @Test
    void topPKeepsTheFewestThatReachIt() {
        // the softmax at temperature 1: 0.085, 0.631, 0.232, 0.012, 0.052 (rounded)
        assertDrawn(softmax(SCORES, 1, false, true, false, false, false), new Sampling(1, 0, 0.6, SEED));
        assertDrawn(softmax(SCORES, 1, false, true, true, false, false), new Sampling(1, 0, 0.7, SEED));
        assertDrawn(softmax(SCORES, 1, true, true, true, false, false), new Sampling(1, 0, 0.9, SEED));
    }

    @Test
    void theSameSeedDrawsTheSameAndAnotherDoesNot() {
        Sampler one = new Sampler(new Sampling(1, 0, 1, SEED), SCORES.length);
        Sampler same = new Sampler(new Sampling(1, 0, 1, SEED), SCORES.length);
        Sampler other = new Sampler(new Sampling(1, 0, 1, SEED + 1), SCORES.length);
        int differing = 0;
        for (int draw = 0; draw < 200; draw++) {
            int token = one.next(SCORES, draw);
            assertEquals(token, same.next(SCORES, draw));
            differing += token == other.next(SCORES, draw) ? 0 : 1;
        }
        assertTrue(differing > 40, "of 200 draws " + differing + " differ");
    }

    @Test
    void infiniteScoresAreDrawn() {
        float[] scores = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 3, Float.POSITIVE_INFINITY};
        double[] shares = shares(new Sampling(1, 0, 1, SEED), scores);
        assertEquals(0.5, shares[1], 0.02);
        assertEquals(0.5, shares[3], 0.02);
    }

    @Test
    void badSettingsAndScoresAreRefused() {
        Sampler sampler = new Sampler(Sampling.greedy(), 2);
        InvalidInput none = assertThrows(InvalidInput.class, () -> sampler.next(new float[] {1, Float.NaN}, 0));
        assertTrue(none.getMessage().contains("token 1"), none.getMessage());
        assertThrows(InvalidInput.class, () -> new Sampling(-1, 0, 1, 0));
        assertThrows(InvalidInput.class, () -> new Sampling(Double.NaN, 0, 1, 0));
        assertThrows(InvalidInput.class, () -> new Sampling(1, -1, 1, 0));
        assertThrows(InvalidInput.class, () -> new Sampling(1, 0, 0, 0));
        assertThrows(InvalidInput.class, () -> new Sampling(1, 0, 1.5, 0));
    }
}
