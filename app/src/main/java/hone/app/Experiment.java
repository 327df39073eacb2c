package hone.app;

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
import java.util.function.Supplier;

/**
 * A trained model and the data it is judged by: what trials are asked of, by the window and the command line alike.
 *
 * @param architecture of the model
 * @param artefact the model with its weights, before any technique, and what its training fixed about its data
 * @param data where the samples come from, as the model must see them
 * @param test held-out samples, and how to judge by them
 */
public record Experiment(Architecture architecture, Artefact artefact, DataSpec data, HeldOut test) {
    /** Loads the held-out samples; it throws as {@link DataSpec#load} does, and if they do not fit the model. */
    public static Experiment load(
            Architecture architecture, Artefact artefact, DataSpec data, Progress progress, Cancellation stop) {
        DataSpec prepared = data.preparedAs(artefact.preparation());
        if (architecture.task() == Task.LANGUAGE) {
            return new Experiment(architecture, artefact, data, new HeldOut.Text(TextSamples.heldOut(artefact, data)));
        }
        LabelledImages test = prepared.loadEvaluation(progress, stop);
        requireFit(architecture, artefact.setup().model(), data, test);
        return new Experiment(architecture, artefact, prepared, HeldOut.of(test));
    }

    private static void requireFit(Architecture architecture, Model model, DataSpec data, LabelledImages test) {
        var input = model.graph().find(architecture.input()).orElseThrow();
        long features = model.graph().type(input).dim(1).max();
        long outputs = model.graph()
                .type(model.graph().output(architecture.output()))
                .dim(1)
                .max();
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

    public Model model() {
        return artefact.setup().model();
    }

    /** A trial of one recipe against another. */
    public TrialRequest request(Recipe recipe, Recipe baseline, int batch, long seed, TrialBudget budget) {
        Supplier<Samples> calibration = () -> architecture.task() == Task.LANGUAGE
                ? TextSamples.calibration(artefact, data)
                : data.load(Progress.NONE, new Cancellation()).split(seed).train();
        return new TrialRequest(
                model(), data.text(), test, calibration, recipe, baseline, batch, seed, budget, Optional.empty());
    }

    /** The data that a model is judged by where nobody says: what the program generates for its task. */
    public static String usualData(Architecture architecture) {
        return architecture.task() == Task.LANGUAGE ? "stories" : "generated";
    }

    /** Samples a run takes where nobody says: a window of a text is as much work as many pictures. */
    public static int usualBatch(Architecture architecture, int ofOthers) {
        return architecture.task() == Task.LANGUAGE ? 1 : ofOthers;
    }
}
