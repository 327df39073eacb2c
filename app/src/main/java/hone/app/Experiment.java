package hone.app;

import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DataSpec;
import hone.engine.data.LabelledImages;
import hone.engine.data.Samples;
import hone.engine.format.Artefact;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.technique.Recipe;
import hone.profiler.quality.HeldOut;
import hone.profiler.service.TrialRequest;
import hone.profiler.trial.TrialBudget;
import java.util.Optional;

/**
 * A trained model and the data it is judged by: what trials are asked of, by the window and the command line alike.
 *
 * @param opened the model, over rows of samples, before any technique
 * @param data where the samples come from, as the model must see them
 * @param test held-out samples, and how to judge by them
 */
public record Experiment(OpenedModel opened, DataSpec data, HeldOut test) {
    /**
     * Loads the held-out samples.
     *
     * @throws InvalidInput as {@link DataSpec#load} does, and if model and data do not fit, or no data can judge the model
     */
    public static Experiment load(OpenedModel given, DataSpec data, Progress progress, Cancellation stop) {
        OpenedModel opened = given.overRows();
        Judgeable.requireJudgeable(opened);
        Artefact artefact = opened.artefact();
        if (opened.architecture().task() == Task.LANGUAGE) {
            return new Experiment(opened, data, new HeldOut.Text(TextSamples.heldOut(artefact, data)));
        }
        DataSpec prepared = data.preparedAs(artefact.preparation());
        LabelledImages test = prepared.loadEvaluation(progress, stop);
        requireFit(opened, data, test);
        return new Experiment(opened, prepared, HeldOut.of(test));
    }

    private static void requireFit(OpenedModel opened, DataSpec data, LabelledImages test) {
        Architecture architecture = opened.architecture();
        long features = Judgeable.features(opened);
        long outputs = Judgeable.outputs(opened);
        boolean measures = architecture.task() == Task.REGRESSION;
        if (measures != test.measured()) {
            throw new InvalidInput(
                    "the data does not fit the model",
                    data.text(),
                    measures
                            ? "it has classes, and the model answers with a measure"
                            : "it has measures, and the model answers with classes",
                    measures ? "write task=regression behind a table's path" : "choose a model with one output");
        }
        if (features != test.pixelsPerImage() || outputs < test.outputs()) {
            throw new InvalidInput(
                    "the data does not fit the model",
                    data.text(),
                    "it has " + test.rows() + "×" + test.columns() + " pixels and " + test.outputs()
                            + (measures ? " measure" : " classes") + ", the model takes " + features
                            + " numbers and knows " + outputs + (measures ? " measure" : " classes"));
        }
    }

    public Architecture architecture() {
        return opened.architecture();
    }

    public Artefact artefact() {
        return opened.artefact();
    }

    public Model model() {
        return opened.model();
    }

    /**
     * A trial of one recipe against another.
     *
     * @throws InvalidInput if the model cannot take so many samples at once
     */
    public TrialRequest request(Recipe recipe, Recipe baseline, int batch, long seed, TrialBudget budget) {
        Judgeable.requireBatch(opened, batch);
        return new TrialRequest(
                model(),
                data.text(),
                test,
                () -> calibration(opened, data, seed),
                recipe,
                baseline,
                batch,
                seed,
                budget,
                Optional.empty());
    }

    /**
     * Samples that a technique may look at: of the part that trains.
     *
     * @throws InvalidInput if the data cannot be read, or its samples are none that the model takes
     */
    public static Samples calibration(OpenedModel opened, DataSpec data, long seed) {
        if (opened.architecture().task() == Task.LANGUAGE) {
            return TextSamples.calibration(opened.artefact(), data);
        }
        Samples samples = data.preparedAs(opened.artefact().preparation())
                .load(Progress.NONE, new Cancellation())
                .split(seed)
                .train();
        if (samples.sampleSize() != Judgeable.features(opened)) {
            throw new InvalidInput(
                    "the data does not fit the model",
                    data.text(),
                    "its samples have " + samples.sampleSize() + " numbers, and the model takes "
                            + Judgeable.features(opened));
        }
        return samples;
    }
}
