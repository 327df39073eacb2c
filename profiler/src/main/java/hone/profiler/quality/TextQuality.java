package hone.profiler.quality;

import hone.engine.train.TextLosses;
import hone.profiler.report.Quality;
import hone.profiler.stats.Interval;
import hone.profiler.stats.RatioInterval;

/**
 * How well a language model guesses a text, with intervals over its windows.
 *
 * @param natsPerToken the mean cross-entropy
 * @param windows that it was judged by
 * @param tokens of all windows
 */
public record TextQuality(Interval natsPerToken, int windows, long tokens) {
    public static TextQuality of(TextLosses losses) {
        Interval nats = RatioInterval.of(
                losses.windows().stream().mapToDouble(TextLosses.Window::nats).toArray(),
                losses.windows().stream().mapToDouble(TextLosses.Window::tokens).toArray());
        return new TextQuality(nats, losses.windows().size(), losses.tokens());
    }

    /** The perplexity, exp of nats a token, and its interval's ends likewise; at least 1, as no cross-entropy is below 0. */
    public Quality quality() {
        return new Quality(
                "perplexity",
                Math.exp(natsPerToken.estimate()),
                Math.exp(Math.max(0, natsPerToken.low())),
                Math.exp(natsPerToken.high()),
                windows,
                false);
    }
}
