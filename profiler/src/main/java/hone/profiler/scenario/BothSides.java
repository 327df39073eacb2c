package hone.profiler.scenario;

import hone.engine.Cancellation;
import hone.profiler.arm.OpenArm;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.Solo;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;

/** Both sides of a comparison, opened and warm. */
record BothSides(OpenArm baseline, OpenArm candidate) implements AutoCloseable {
    private static final long AGAIN_NANOS = 500_000_000;

    /**
     * Opens both at the request's batch and warms them up; in the end each once more, since the other made the compiler see
     * more than it alone.
     *
     * @throws hone.engine.InvalidInput if a recipe or the batch does not apply
     * @throws hone.engine.OverBudget if both do not fit; nothing is kept then
     */
    static BothSides warm(TrialService trials, TrialRequest request, TrialListener listener, Cancellation stop) {
        OpenArm baseline = trials.open(request, request.baseline(), stop);
        boolean opened = false;
        try {
            OpenArm candidate = trials.open(request, request.recipe(), stop);
            opened = true;
            BothSides sides = new BothSides(baseline, candidate);
            sides.warmUp(listener, stop);
            return sides;
        } finally {
            if (!opened) {
                baseline.close();
            }
        }
    }

    private void warmUp(TrialListener listener, Cancellation stop) {
        boolean warm = false;
        try {
            long whole = TrialBudget.NORMAL.warmUpNanos();
            listener.progress(0, "warming up", 2 * (whole + AGAIN_NANOS));
            warmUp(whole, stop);
            listener.progress(0, "warming up", 2 * AGAIN_NANOS);
            warmUp(AGAIN_NANOS, stop);
            warm = true;
        } finally {
            if (!warm) {
                close();
            }
        }
    }

    private void warmUp(long nanosOfEach, Cancellation stop) {
        Solo solo = new Solo(new TrialBudget(nanosOfEach, 1, nanosOfEach));
        solo.warmUp(baseline, stop);
        solo.warmUp(candidate, stop);
    }

    OpenArm of(boolean ofBaseline) {
        return ofBaseline ? baseline : candidate;
    }

    @Override
    public void close() {
        candidate.close();
        baseline.close();
    }
}
