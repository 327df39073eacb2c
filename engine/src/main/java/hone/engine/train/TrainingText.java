package hone.engine.train;

import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.TokenWindow;
import java.util.List;

/**
 * A text to learn from, and windows of another that show how training goes.
 *
 * @param train to learn from
 * @param heldOut takes no part in training
 * @param windows of the held-out text, none longer than the model's context; none where nothing is held out
 */
public record TrainingText(TokenCorpus train, TokenCorpus heldOut, List<TokenWindow> windows) {
    public TrainingText {
        windows = List.copyOf(windows);
    }

    /** A text to learn from alone. */
    public static TrainingText of(TokenCorpus train) {
        return new TrainingText(train, train, List.of());
    }
}
