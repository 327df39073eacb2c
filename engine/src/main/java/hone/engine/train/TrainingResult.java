package hone.engine.train;

import hone.engine.model.Model;
import java.util.List;

/**
 * What a training run made.
 *
 * @param model with the weights that the ending says
 * @param trainAccuracy share of the training samples, not augmented, that the model answers right; of measures R², see {@link Regression}
 * @param testAccuracy the same of the test samples
 * @param parameters elements of all weights
 * @param flopsPerSample of one inference: 2 × multiply-adds
 * @param seconds from the first step to the last, without the final test
 * @param seed of the run
 * @param epochs one report each
 * @param ending where training ended, and why
 * @param footprint the memory that its steps took
 */
public record TrainingResult(
        Model model,
        double trainAccuracy,
        double testAccuracy,
        long parameters,
        long flopsPerSample,
        double seconds,
        long seed,
        List<EpochReport> epochs,
        Ending ending,
        TrainingFootprint.Choice footprint) {
    public TrainingResult {
        epochs = List.copyOf(epochs);
    }
}
