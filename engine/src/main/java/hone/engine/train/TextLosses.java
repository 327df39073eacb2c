package hone.engine.train;

import java.util.List;

/**
 * What a model missed of a text, window by window.
 *
 * @param windows in the order of the text
 */
public record TextLosses(List<Window> windows) {
    /**
     * One window.
     *
     * @param tokens that were to be guessed
     * @param nats minus the logarithm of the probability that the model gave them all
     */
    public record Window(int tokens, double nats) {}

    public TextLosses {
        windows = List.copyOf(windows);
    }

    /** Tokens of all windows. */
    public long tokens() {
        return windows.stream().mapToLong(Window::tokens).sum();
    }

    /** The mean cross-entropy, nats a token. */
    public double natsPerToken() {
        return windows.stream().mapToDouble(Window::nats).sum() / tokens();
    }

    /** Among as many tokens, all alike, one would have to guess to be as wrong. */
    public double perplexity() {
        return StrictMath.exp(natsPerToken());
    }
}
