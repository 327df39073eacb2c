package hone.profiler.service;

import hone.engine.Cancellation;
import hone.engine.model.Architecture;
import hone.engine.run.Plan;
import hone.profiler.arm.OpenArm;
import hone.profiler.trial.Solo;
import java.util.function.Function;

/** A look at the candidate of a request by itself, planned as a trial would plan it, warm, over held-out samples. */
public final class CandidatePass {
    private CandidatePass() {}

    /**
     * Opens the candidate, runs it until it is warm, lets it be looked at, and closes it.
     *
     * @throws hone.engine.InvalidInput if the recipe does not apply
     * @throws hone.engine.OverBudget if it does not fit
     */
    public static <T> T of(TrialService trials, TrialRequest request, Cancellation stop, Function<OpenArm, T> look) {
        TrialEnvironment environment = trials.environment();
        Plan plan = trials.plan(request, request.recipe(), stop);
        try (OpenArm arm =
                OpenArm.open(plan, Architecture.of(request.model()), environment.pool(), environment.budget(), stop)) {
            arm.fill(request.test().samples(), 0);
            arm.getReady();
            new Solo(request.budget()).warmUp(arm, stop);
            return look.apply(arm);
        }
    }
}
