package hone.profiler.generate;

import java.util.Arrays;

/**
 * What a model wrote, and how long it took.
 *
 * @param promptTokens tokens of the text that was continued
 * @param tokens the ones that were written
 * @param prefillNanos from the prompt to the first token's scores
 * @param perTokenNanos for each token after the first, from the token before it to its scores and its choice
 * @param cacheBytes keys and values kept at the end; 0 without a cache
 * @param end why it ended
 */
public record Generation(
        int promptTokens, int[] tokens, long prefillNanos, long[] perTokenNanos, long cacheBytes, End end) {
    /** Why a text ends. */
    public enum End {
        /** It has as many tokens as were asked for. */
        LENGTH("as long as asked for"),
        /** The model ended it. */
        MODEL("the model ended it"),
        /** The model can take no more. */
        CONTEXT("the model's context is full");

        private final String text;

        End(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Tokens per second after the first, which is the prefill's; NaN where there is none. */
    public double tokensPerSecond() {
        return perTokenNanos.length == 0
                ? Double.NaN
                : perTokenNanos.length * 1e9 / Arrays.stream(perTokenNanos).sum();
    }
}
