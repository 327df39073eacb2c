package hone.engine.generate;

import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import java.util.Arrays;

/**
 * Draws tokens. A draw depends on the scores, the seed and the number of the draw, and on nothing that was drawn before,
 * so that a text can be continued where it was left.
 */
public final class Sampler {
    /** What the numbers of this use are drawn for. */
    private static final long STREAM = 0x5A4D504C45L;

    private final Sampling sampling;
    private final double[] likelihoods;
    private final int[] order;
    private final long[] ranks;

    /** @param vocabulary how many tokens there are */
    public Sampler(Sampling sampling, int vocabulary) {
        this.sampling = sampling;
        likelihoods = new double[vocabulary];
        order = new int[vocabulary];
        ranks = new long[vocabulary];
    }

    /**
     * The token that comes next.
     *
     * @param scores of all tokens, before the softmax (vocabulary)
     * @param draw counts the draws of a text
     * @throws InvalidInput if a score is not a number: the weights hold NaN, or overflow
     */
    public int next(float[] scores, long draw) {
        int best = best(scores);
        return sampling.temperature() == 0 ? best : drawn(scores, scores[best], draw);
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int i = 0; i < scores.length; i++) {
            if (Float.isNaN(scores[i])) {
                throw new InvalidInput(
                        "the model's scores are no numbers", "token " + i, "its weights hold NaN or overflow");
            }
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    private int drawn(float[] scores, float highest, long draw) {
        if (scores.length != likelihoods.length) {
            throw new InvalidInput(
                    "the scores are of another vocabulary", "", scores.length + " instead of " + likelihoods.length);
        }
        for (int i = 0; i < scores.length; i++) {
            // equal scores are equally likely, infinite ones too, whose difference would be no number
            likelihoods[i] = scores[i] == highest ? 1 : StrictMath.exp((scores[i] - highest) / sampling.temperature());
        }
        int kept = likeliest(scores);
        double total = 0;
        for (int i = 0; i < kept; i++) {
            total += likelihoods[order[i]];
        }
        double left = new CounterRandom(sampling.seed(), STREAM, draw).nextDouble() * total;
        for (int i = 0; i < kept - 1; i++) {
            left -= likelihoods[order[i]];
            if (left < 0) {
                return order[i];
            }
        }
        return order[kept - 1];
    }

    /** Puts the tokens that may be drawn in front, the likeliest first, and counts them. */
    private int likeliest(float[] scores) {
        boolean all = sampling.topK() == 0 && sampling.topP() == 1;
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (all) {
            return order.length;
        }
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = rank(scores[i], i);
        }
        Arrays.sort(ranks);
        double total = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) ranks[i];
            total += likelihoods[i];
        }
        int kept = sampling.topK() == 0 ? order.length : Math.min(sampling.topK(), order.length);
        double reached = 0;
        for (int i = 0; i < kept; i++) {
            reached += likelihoods[order[i]];
            if (reached >= sampling.topP() * total) {
                return i + 1;
            }
        }
        return kept;
    }

    /** A number that is smaller for a higher score, and among equal ones for the earlier token, which its low half names. */
    private static long rank(float score, int token) {
        int bits = Float.floatToIntBits(score + 0F); // no negative zero
        int ascending = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
        return ((long) ~ascending << Integer.SIZE) | token;
    }
}
