package hone.app;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DataSpec;
import hone.engine.data.LabelledImages;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.technique.Recipe;
import hone.profiler.service.TrialRequest;
import hone.profiler.trial.TrialBudget;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A trained model and the data it is judged by: what trials are asked of, by the window and the command line alike.
 *
 * @param architecture of the model
 * @param model with its weights, before any technique
 * @param data where the samples come from
 * @param test held-out samples
 */
public record Experiment(Architecture architecture, Model model, DataSpec data, LabelledImages test) {
    /** @throws InvalidInput if a model does not answer with classes, as all must that are run on samples */
    public static void requireClasses(Architecture architecture) {
        if (architecture.task() != Task.CLASSIFICATION) {
            throw new InvalidInput(
                    "this works on models that answer with classes",
                    architecture.id(),
                    "it continues a text instead",
                    "use generate, eval or train");
        }
    }

    /**
     * Loads the held-out samples.
     *
     * @throws InvalidInput if the model does not answer with classes, or the data cannot be read or does not fit it
     */
    public static Experiment load(
            Architecture architecture, Model model, DataSpec data, Progress progress, Cancellation stop) {
        requireClasses(architecture);
        LabelledImages test = data.loadEvaluation(progress, stop);
        var input = model.graph().find(architecture.input()).orElseThrow();
        long features = model.graph().type(input).dim(1).max();
        long classes = model.graph()
                .type(model.graph().output(architecture.output()))
                .dim(1)
                .max();
        if (features != test.pixelsPerImage() || classes < test.classes()) {
            throw new InvalidInput(
                    "the data does not fit the model",
                    data.text(),
                    "it has " + test.rows() + "×" + test.columns() + " pixels and " + test.classes()
                            + " classes, the model takes " + features + " numbers and knows " + classes + " classes");
        }
        return new Experiment(architecture, model, data, test);
    }

    /** A trial of one recipe against another. */
    public TrialRequest request(Recipe recipe, Recipe baseline, int batch, long seed, TrialBudget budget) {
        Supplier<LabelledImages> calibration =
                () -> data.load(Progress.NONE, new Cancellation()).split(seed).train();
        return new TrialRequest(
                model, data.text(), test, calibration, recipe, baseline, batch, seed, budget, Optional.empty());
    }
}
