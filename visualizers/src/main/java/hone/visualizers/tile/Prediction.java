package hone.visualizers.tile;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a recipe is expected to come to before it is measured. Each figure may be missing; accuracy always is: it is
 * never guessed.
 *
 * @param latencyNanos of a batch
 * @param peakBytes the plan's highest point
 * @param fileBytes of the saved artefact
 */
public record Prediction(OptionalDouble latencyNanos, OptionalLong peakBytes, OptionalLong fileBytes) {
    /** Nothing is known beforehand. */
    public static final Prediction NONE =
            new Prediction(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());
}
