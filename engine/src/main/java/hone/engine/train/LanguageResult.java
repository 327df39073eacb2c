package hone.engine.train;

import hone.engine.model.Model;
import java.util.List;

/**
 * What the training of a language model made.
 *
 * @param model with the weights that {@link Ending} says
 * @param curve how it went
 * @param ending where it ended, and why
 * @param footprint the memory that its steps took
 */
public record LanguageResult(Model model, List<CurvePoint> curve, Ending ending, TrainingFootprint.Choice footprint) {
    public LanguageResult {
        curve = List.copyOf(curve);
    }
}
