package hone.profiler.service;

import hone.engine.data.Samples;
import hone.engine.model.Model;
import hone.engine.technique.Recipe;
import hone.profiler.quality.HeldOut;
import hone.profiler.trial.TrialBudget;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What to compare.
 *
 * @param model with its weights, before any technique
 * @param dataId of the data, as the report names it
 * @param test held-out samples: they are what is inferred, and what quality is judged by
 * @param calibration samples of the training part, drawn only if a technique asks
 * @param recipe of the candidate
 * @param baseline of the side it is compared with; by default nothing switched on
 * @param batch samples per inference
 * @param seed of everything random
 * @param budget for the timed trial
 * @param jfr where to write a flight recording, made in a pass of its own
 */
public record TrialRequest(
        Model model,
        String dataId,
        HeldOut test,
        Supplier<? extends Samples> calibration,
        Recipe recipe,
        Recipe baseline,
        int batch,
        long seed,
        TrialBudget budget,
        Optional<Path> jfr) {
    /** A normal trial against the plain baseline. */
    public static TrialRequest of(
            Model model,
            String dataId,
            HeldOut test,
            Supplier<? extends Samples> calibration,
            Recipe recipe,
            int batch,
            long seed) {
        return new TrialRequest(
                model,
                dataId,
                test,
                calibration,
                recipe,
                Recipe.NONE,
                batch,
                seed,
                TrialBudget.NORMAL,
                Optional.empty());
    }

    public TrialRequest withBaseline(Recipe other) {
        return new TrialRequest(model, dataId, test, calibration, recipe, other, batch, seed, budget, jfr);
    }

    public TrialRequest withBatch(int other) {
        return new TrialRequest(model, dataId, test, calibration, recipe, baseline, other, seed, budget, jfr);
    }

    public TrialRequest withBudget(TrialBudget other) {
        return new TrialRequest(model, dataId, test, calibration, recipe, baseline, batch, seed, other, jfr);
    }

    public TrialRequest withJfr(Path file) {
        return new TrialRequest(
                model, dataId, test, calibration, recipe, baseline, batch, seed, budget, Optional.of(file));
    }
}
