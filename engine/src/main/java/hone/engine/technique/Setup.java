package hone.engine.technique;

import hone.engine.model.Model;
import hone.engine.run.PlanRequest;

/**
 * What is to be run: a model, and preferences for its plan. Techniques turn one setup into another; nothing is bound to
 * kernels before the last has had its say.
 *
 * @param model graph and weights
 * @param request preferences
 */
public record Setup(Model model, PlanRequest request) {
    public Setup withModel(Model other) {
        return new Setup(other, request);
    }

    public Setup withRequest(PlanRequest other) {
        return new Setup(model, other);
    }
}
