package hone.engine.generate;

import hone.engine.InvalidInput;

/**
 * How the next token is drawn from the scores of all tokens.
 *
 * @param temperature scores are divided by it before the softmax; 0 takes the token of the highest score always
 * @param topK only so many of the likeliest tokens may be drawn; 0 for all
 * @param topP only the fewest of the likeliest tokens that together reach this probability may be drawn (nucleus sampling,
 *     Holtzman et al., ICLR 2020); 1 for all
 * @param seed of the draws; the same seed draws the same text
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
    /** The highest temperature that is taken: beyond it all tokens are about as likely. */
    public static final double HOTTEST = 100;

    /** @throws InvalidInput if one is out of its range */
    public Sampling {
        if (!(temperature >= 0 && temperature <= HOTTEST)) {
            throw new InvalidInput(
                    "the temperature must be between 0 and " + (int) HOTTEST, "--temperature", "it is " + temperature);
        }
        if (topK < 0) {
            throw new InvalidInput("top-k must be 0 (all tokens) or more", "--top-k", "it is " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new InvalidInput("top-p must be above 0 and at most 1", "--top-p", "it is " + topP);
        }
    }

    /** Always the token of the highest score, the first of equals. */
    public static Sampling greedy() {
        return new Sampling(0, 0, 1, 0);
    }
}
