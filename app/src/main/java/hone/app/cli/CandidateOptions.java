package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.profiler.report.RecipeText;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.TrialBudget;
import java.io.PrintWriter;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The words that name one model with one recipe, to be looked at by itself. */
final class CandidateOptions {
    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--enable", paramLabel = "RECIPE", description = "techniques to switch on, in order")
    private String recipe = "";

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "samples per inference; of a language model one is a window of its context"
                    + " (default: 64, or 1 for a language model)")
    private @Nullable Integer batch;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    /** What to look at, and who plans it. */
    record Ready(
            TrialService trials, TrialRequest request, String model, Recipe recipe, int batch, ReadyTrials opened) {
        String title() {
            return model + ", batch " + batch + ", " + RecipeText.of(recipe.toString());
        }
    }

    /** The words as a person would have given them. */
    static CandidateOptions of(String model, String data, String recipe, int batch) {
        CandidateOptions words = new CandidateOptions();
        words.model.model = model;
        words.model.data = data;
        words.recipe = recipe;
        words.batch = batch;
        return words;
    }

    /**
     * What is switched on.
     *
     * @throws hone.engine.InvalidInput if the text is no recipe
     */
    Recipe recipe() {
        return Recipe.parse(recipe);
    }

    /** Of everything random. */
    long seed() {
        return seed;
    }

    /** Which model. */
    ModelOptions model() {
        return model;
    }

    /** Samples of an inference or of a step of training; empty for as many as are usual. */
    OptionalInt batch() {
        return batch == null ? OptionalInt.empty() : OptionalInt.of(batch);
    }

    /** Whether there is no model. */
    boolean unnamed() {
        return model.model.isEmpty();
    }

    /** Refuses what can be refused by the words alone. */
    void check() {
        Recipe.parse(recipe);
        if (batch != null) {
            PlanRequest.baseline(batch);
        }
    }

    Ready open(Services services, TerminalProgress progress, PrintWriter err, Cancellation stop) {
        Recipe parsed = Recipe.parse(recipe);
        ReadyTrials ready = ReadyTrials.open(services, model, parsed, batch(), progress, err, stop);
        TrialRequest request = ready.request(parsed, Recipe.NONE, ready.batch(), seed, TrialBudget.NORMAL);
        return new Ready(ready.trials(), request, model.model, parsed, ready.batch(), ready);
    }
}
