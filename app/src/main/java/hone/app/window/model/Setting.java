package hone.app.window.model;

import hone.app.window.port.TrialRequest;
import hone.engine.technique.Recipe;

/**
 * All that a person has chosen and can undo: what is compared with what, at which batch size.
 *
 * @param model id of the workload
 * @param recipe of the candidate
 * @param baseline of the pinned side
 * @param batch samples per inference
 */
public record Setting(String model, Recipe recipe, Recipe baseline, int batch) {
    /** Another model with what of the recipes it takes. */
    public Setting withModel(String other, Recipe itsRecipe, Recipe itsBaseline) {
        return new Setting(other, itsRecipe, itsBaseline, batch);
    }

    /** The same with another recipe. */
    public Setting withRecipe(Recipe other) {
        return new Setting(model, other, baseline, batch);
    }

    /** The same at another batch size. */
    public Setting withBatch(int other) {
        return new Setting(model, recipe, baseline, other);
    }

    /** The candidate becomes what later candidates are compared with. */
    public Setting pinned() {
        return new Setting(model, recipe, recipe, batch);
    }

    /** Candidate and baseline change places. */
    public Setting swapped() {
        return new Setting(model, baseline, recipe, batch);
    }

    /** The trial that measures it. */
    public TrialRequest request() {
        return new TrialRequest(model, recipe, baseline, batch);
    }
}
