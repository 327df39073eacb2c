package hone.engine.train;

import hone.engine.InvalidInput;

/**
 * All that the training of a language model depends on beside the model and the text: with the same settings it gives the
 * same weights to the bit.
 *
 * @param steps of the optimizer, 1 … 10,000,000
 * @param batch windows of one step, 1 … 65,536
 * @param length tokens of a window, at most the model's context
 * @param optimizer how parameters move
 * @param learningRate the schedule's factor 1, above 0 and at most 10
 * @param schedule how the learning rate changes
 * @param weightDecay 0 … 1, for weights of two dimensions and more
 * @param clipNorm the largest norm of all gradients together, above 0; infinity leaves them as they are
 * @param seed of the initial weights and of the windows
 */
public record LanguageSettings(
        int steps,
        int batch,
        int length,
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        double weightDecay,
        double clipNorm,
        long seed) {
    private static final int MAX_STEPS = 10_000_000;

    /** @throws InvalidInput if a setting is out of its range */
    public LanguageSettings {
        if (steps < 1 || steps > MAX_STEPS) {
            throw new InvalidInput("the steps must be 1 to " + MAX_STEPS, "--steps", "there are " + steps);
        }
        if (batch < 1 || batch > TrainingSettings.MAX_BATCH) {
            throw new InvalidInput(
                    "the training batch must be 1 to " + TrainingSettings.MAX_BATCH, "--batch", "it is " + batch);
        }
        if (length < 1) {
            throw new InvalidInput("a window must have at least one token", "", "it has " + length);
        }
        if (!(learningRate > 0 && learningRate <= 10)) {
            throw new InvalidInput("the learning rate must be above 0 and at most 10", "", "it is " + learningRate);
        }
        if (!(weightDecay >= 0 && weightDecay <= 1)) {
            throw new InvalidInput("the weight decay must be 0 to 1", "", "it is " + weightDecay);
        }
        if (!(clipNorm > 0)) {
            throw new InvalidInput("the largest norm of the gradients must be above 0", "", "it is " + clipNorm);
        }
    }

    /** Adam with a warm-up and a cosine, as small transformers are usually trained. */
    public static LanguageSettings usual(int steps, int batch, int length, long seed) {
        return new LanguageSettings(
                steps, batch, length, Optimizer.Adam.USUAL, 2e-3, new Schedule.Cosine(0.05, 0.05), 0.01, 1, seed);
    }
}
