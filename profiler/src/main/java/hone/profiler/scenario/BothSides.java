package hone.profiler.scenario;

import hone.engine.Cancellation;
import hone.profiler.arm.OpenArm;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.Solo;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;

/**
 * Both sides of a comparison, opened and warm.
 *
 * @param compiled whether the compiler was done with the kernels when the time for warming up was over
 */
record BothSides(OpenArm baseline, OpenArm candidate, boolean compiled) implements AutoCloseable {
    private static final long AGAIN_NANOS = 500_000_000;

    /** For each side, where its kernels wait for the compiler. */
    private static final long LONGEST_NANOS = 10_000_000_000L;

    /**
     * Opens both at the request's batch and warms them up; in the end each once more, since the other made the compiler see
     * more than it alone.
     *
     * @throws hone.engine.InvalidInput if a recipe or the batch does not apply
     * @throws hone.engine.OverBudget if both do not fit; nothing is kept then
     */
    static BothSides warm(TrialService trials, TrialRequest request, TrialListener listener, Cancellation stop) {
        OpenArm baseline = trials.open(request, request.baseline(), stop);
        boolean warm = false;
        try {
            OpenArm candidate = trials.open(request, request.recipe(), stop);
            try {
                boolean compiled = warmUp(baseline, candidate, listener, stop);
                warm = true;
                return new BothSides(baseline, candidate, compiled);
            } finally {
                if (!warm) {
                    candidate.close();
                }
            }
        } finally {
            if (!warm) {
                baseline.close();
            }
        }
    }

    private static boolean warmUp(OpenArm baseline, OpenArm candidate, TrialListener listener, Cancellation stop) {
        long whole = TrialBudget.NORMAL.warmUpNanos();
        listener.progress(0, "warming up", 2 * (whole + AGAIN_NANOS));
        warmUp(baseline, whole, stop);
        warmUp(candidate, whole, stop);
        listener.progress(0, "warming up", 2 * AGAIN_NANOS);
        boolean baselineCompiled = warmUp(baseline, AGAIN_NANOS, stop);
        boolean candidateCompiled = warmUp(candidate, AGAIN_NANOS, stop);
        return baselineCompiled && candidateCompiled;
    }

    private static boolean warmUp(OpenArm arm, long nanos, Cancellation stop) {
        return new Solo(new TrialBudget(nanos, 1, LONGEST_NANOS)).warmUp(arm, stop);
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
