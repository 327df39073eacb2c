package hone.engine.train;

import hone.engine.InvalidInput;
import java.util.function.UnaryOperator;

/**
 * All that the training of a language model depends on beside the model and the text: with the same settings it gives the
 * same weights to the bit.
 *
 * @param steps of the optimizer, 1 … 10,000,000
 * @param batch windows of one step, 1 … 65,536
 * @param length tokens of a window, at most the model's context
 * @param optimization how parameters move
 * @param regularization what keeps the model from learning its text by heart; texts are not augmented
 * @param seed of the initial weights, the windows and dropout
 */
public record LanguageSettings(
        int steps, int batch, int length, Optimization optimization, Regularization regularization, long seed) {
    private static final int MAX_STEPS = 10_000_000;

    /** Points of the curve: the steps between two are a twentieth of all. */
    private static final int POINTS = 20;

    /** @throws InvalidInput if a setting is out of its range */
    public LanguageSettings {
        if (steps < 1 || steps > MAX_STEPS) {
            throw new InvalidInput("the steps must be 1 to " + MAX_STEPS, "--steps", "there are " + steps);
        }
        TrainingSettings.requireBatch(batch);
        if (length < 1) {
            throw new InvalidInput("a window must have at least one token", "", "it has " + length);
        }
        if (!regularization.augmentation().isNone()) {
            throw new InvalidInput("a text cannot be augmented", "", "augmentation moves and turns pictures");
        }
    }

    /** Adam with a warm-up and a cosine, as small transformers are usually trained. */
    public static LanguageSettings usual(int steps, int batch, int length, long seed) {
        Optimization adam = new Optimization(Optimizer.Adam.USUAL, 2e-3, new Schedule.Cosine(0.05, 0.05), 0.01, 1);
        return new LanguageSettings(steps, batch, length, adam, Regularization.NONE, seed);
    }

    /** Steps between two points of the curve. */
    int interval() {
        return Math.max(1, steps / POINTS);
    }

    /** The same with parameters that move otherwise. */
    public LanguageSettings optimizing(UnaryOperator<Optimization> change) {
        return new LanguageSettings(steps, batch, length, change.apply(optimization), regularization, seed);
    }

    /** The same with other means against learning by heart. */
    public LanguageSettings regularizing(UnaryOperator<Regularization> change) {
        return new LanguageSettings(steps, batch, length, optimization, change.apply(regularization), seed);
    }
}
