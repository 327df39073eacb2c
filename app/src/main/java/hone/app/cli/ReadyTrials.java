package hone.app.cli;

import hone.app.Experiment;
import hone.app.Judgeable;
import hone.app.Services;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.model.Model;
import hone.engine.technique.Preview;
import hone.engine.technique.Recipe;
import hone.engine.technique.Techniques;
import hone.engine.technique.memory.KvCache;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.TrialBudget;
import java.io.PrintWriter;
import java.util.OptionalInt;

/**
 * A model with its data and the service that times it: what every verb opens that measures by trials.
 *
 * @param experiment model and data
 * @param trials plans with this machine's costs
 * @param batch samples a run
 */
record ReadyTrials(Experiment experiment, TrialService trials, int batch) {
    private static final int USUAL_BATCH = 64;

    /**
     * Opens them; recipes that do not apply are refused before anything is loaded or measured.
     *
     * @param recipe that must apply; where several will be measured, the empty one
     * @param wanted samples a run; empty for as many as are usual
     * @param err is told if the machine has to be measured first
     */
    static ReadyTrials open(
            Services services,
            ModelOptions options,
            Recipe recipe,
            OptionalInt wanted,
            TerminalProgress progress,
            PrintWriter err,
            Cancellation stop) {
        OpenedModel opened = options.open(services, progress, stop).overRows();
        int batch = wanted.orElse(Judgeable.usualBatch(opened, USUAL_BATCH));
        refuse(services, opened.model(), recipe);
        Experiment experiment = Experiment.load(opened, options.dataSpec(opened), progress, stop);
        if (!services.isProfiled()) {
            err.println(
                    services.isPartlyProfiled()
                            ? "hone: measuring what an earlier start has not come to, some fifteen seconds"
                            : "hone: measuring this machine's kernels and roofs once, some twenty seconds");
            err.flush();
        }
        Services.Profiled profiled = services.profile(stop);
        profiled.notes().forEach(note -> err.println("hone: " + note));
        return new ReadyTrials(experiment, services.trials(profiled.costs()), batch);
    }

    /** A trial of a recipe against another. */
    TrialRequest request(Recipe recipe, Recipe baseline, int ofBatch, long seed, TrialBudget budget) {
        return experiment.request(recipe, baseline, ofBatch, seed, budget);
    }

    private static void refuse(Services services, Model model, Recipe recipe) {
        Preview preview = new Preview(model.graph(), services.pool().size());
        Techniques.refusal(preview, recipe).ifPresent(reason -> {
            throw new InvalidInput("this recipe does not apply", recipe.toString(), reason);
        });
        if (recipe.steps().stream().anyMatch(step -> step.id().equals(new KvCache().id()))) {
            throw new InvalidInput("this recipe cannot be timed by a trial", recipe.toString(), TrialService.STATEFUL);
        }
    }
}
