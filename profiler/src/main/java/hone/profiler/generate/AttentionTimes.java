package hone.profiler.generate;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a text's time divides into attention and all other ops, token by token. It comes from a pass of its own, in which a
 * probe looks at each op, so its sums are a little more than what the bare pass took.
 *
 * @param promptTokens tokens of the text that was continued
 * @param prefillAttentionNanos of the prompt, all its tokens together
 * @param prefillRestNanos of the prompt, all other ops
 * @param attentionNanos for each token after the first, as {@link Generation#perTokenNanos}
 * @param restNanos for each token after the first, all other ops
 */
public record AttentionTimes(
        int promptTokens, long prefillAttentionNanos, long prefillRestNanos, long[] attentionNanos, long[] restNanos) {
    private static final int LINES = 8;
    private static final String LINE = "  %13s  %15s  %12s  %6s%n";

    /**
     * By how many nanoseconds a token's attention grows with each token before it; NaN where there are fewer than two tokens.
     */
    public double attentionNanosPerContextToken() {
        return slope(attentionNanos);
    }

    /** The same of all other ops. */
    public double restNanosPerContextToken() {
        return slope(restNanos);
    }

    /**
     * From the median of the first third to that of the last (Tukey's resistant line), where a token that was interrupted
     * counts little.
     */
    private static double slope(long[] nanos) {
        if (nanos.length < 2) {
            return Double.NaN;
        }
        int third = Math.max(1, nanos.length / 3);
        double first = median(nanos, 0, third);
        double last = median(nanos, nanos.length - third, nanos.length);
        return (last - first) / (nanos.length - third);
    }

    /** A table of a few stretches of the text, each with the medians of its tokens; empty where there is no token to show. */
    public String text() {
        if (attentionNanos.length == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder("time per token, from a pass with a probe at each op:\n");
        text.append(String.format(Locale.ROOT, LINE, "tokens before", "attention", "all else", "share"));
        int lines = Math.min(LINES, attentionNanos.length);
        for (int line = 0; line < lines; line++) {
            int from = line * attentionNanos.length / lines;
            int to = (line + 1) * attentionNanos.length / lines;
            double attention = median(attentionNanos, from, to);
            double rest = median(restNanos, from, to);
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    (promptTokens + from) + " … " + (promptTokens + to - 1),
                    micros(attention),
                    micros(rest),
                    Math.round(100 * attention / Math.max(1, attention + rest)) + " %"));
        }
        return text.toString();
    }

    private static double median(long[] nanos, int from, int to) {
        long[] sorted = Arrays.copyOfRange(nanos, from, to);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String micros(double nanos) {
        return String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
    }
}
