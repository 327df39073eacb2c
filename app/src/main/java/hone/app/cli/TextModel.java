package hone.app.cli;

import hone.app.Services;
import hone.app.model.Models;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.open.ModelFile;
import hone.engine.format.open.ModelFormat;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.Workbench;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A language model and the tokenizer of its tokens, from wherever they come: shipped, a checkpoint, the library, or a file of
 * another program.
 *
 * @param model over whole sequences
 * @param tokenizer with no more tokens than the model scores
 */
record TextModel(Model model, Tokenizer tokenizer) {
    /**
     * Finds it.
     *
     * @param word a model by name, or a file or folder
     * @param checkpoint weights for a model of the program's, if they are not those that ship
     * @param tokenizer a file to use instead of what comes with the model
     * @throws InvalidInput if there is none, it does not continue a text, or no tokenizer fits it
     */
    static TextModel find(
            Services services,
            String word,
            @Nullable String checkpoint,
            @Nullable String tokenizer,
            Progress progress,
            Cancellation stop) {
        Models models = services.models();
        OpenedModel opened = models.open(
                word,
                Optional.ofNullable(checkpoint).map(file -> ModelOptions.path("--checkpoint", file)),
                Optional.ofNullable(tokenizer).map(file -> ModelOptions.path("--tokenizer", file)),
                progress,
                stop);
        if (opened.architecture().task() != Task.LANGUAGE) {
            throw new InvalidInput(
                    "this model does not continue a text",
                    word,
                    opened.architecture().task() == Task.REGRESSION
                            ? "it answers with a measure"
                            : "it answers with classes");
        }
        return new TextModel(
                opened.model(),
                opened.artefact().tokenizer().orElseThrow(() -> withoutTokenizer(models.find(word), word)));
    }

    /**
     * The plan that continues a text.
     *
     * @throws InvalidInput if the recipe does not apply
     */
    Plan plan(Services services, Recipe recipe, long seed, Progress progress, Cancellation stop) {
        Planner planner = services.planner(services.knownCosts());
        Workbench workbench = new Workbench(
                () -> {
                    throw new InvalidInput(
                            "this recipe does not apply",
                            recipe.toString(),
                            "it calibrates with samples, and a text has none");
                },
                "none",
                seed,
                planner,
                services.pool(),
                services.budget(),
                progress,
                stop);
        Setup base = new Setup(model, PlanRequest.baseline(1));
        Setup setup = services.fold().fold(base, recipe, workbench).setup();
        return planner.plan(setup.model().graph(), setup.model().weights(), setup.request());
    }

    private static InvalidInput withoutTokenizer(Models.Meaning meaning, String word) {
        String what = "there is no tokenizer for this model";
        if (meaning instanceof Models.Meaning.Lying(Path path)) {
            ModelFormat format = ModelFormat.of(path);
            if (format == ModelFormat.HUGGING_FACE || format == ModelFormat.LLAMA2C) {
                String beside = ModelFile.besideTokenizer(path, format).toString();
                return new InvalidInput(what, beside, "there is no such file", "use --tokenizer");
            }
        }
        return new InvalidInput(
                what, word, "the file carries none", "name a tokenizer.json or a tokenizer.bin with --tokenizer");
    }
}
