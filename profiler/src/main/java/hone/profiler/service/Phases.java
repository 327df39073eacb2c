package hone.profiler.service;

import hone.engine.Progress;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;

/** Places the phases of a trial on one scale from 0 to 1, by how long each is expected to take. */
final class Phases {
    private static final double FOLD_END = 0.1;
    private static final double QUALITY_END = 0.2;
    private static final double TRIAL_END = 0.9;
    private static final double PASS_END = 0.98;
    private static final long AFTERWARDS_NANOS = 500_000_000L;

    private final TrialListener listener;
    private final TrialBudget budget;

    Phases(TrialListener listener, TrialBudget budget) {
        this.listener = listener;
        this.budget = budget;
    }

    /** For the techniques while they work; how long they take nobody knows beforehand. */
    Progress fold() {
        return (fraction, what) -> listener.progress(fraction * FOLD_END, what, whole());
    }

    void quality(double fraction) {
        listener.progress(FOLD_END + fraction * (QUALITY_END - FOLD_END), "checking the answers", whole());
    }

    /** For the timed trial, blocks passed through. */
    TrialListener trial() {
        return new TrialListener() {
            @Override
            public void progress(double fraction, String what, long remainingNanos) {
                listener.progress(
                        QUALITY_END + fraction * (TRIAL_END - QUALITY_END), what, remainingNanos + AFTERWARDS_NANOS);
            }

            @Override
            public void blockDone(LiveBlocks live) {
                listener.blockDone(live);
            }
        };
    }

    void pass() {
        listener.progress(TRIAL_END, "timing each op", AFTERWARDS_NANOS);
    }

    void recording() {
        listener.progress(PASS_END, "recording", AFTERWARDS_NANOS);
    }

    /** For looking through the layers after everything else was measured. */
    Progress tracing() {
        return (_, _) -> listener.progress(PASS_END, "looking for the layer that lost quality", AFTERWARDS_NANOS);
    }

    void done() {
        listener.progress(1, "done", 0);
    }

    private long whole() {
        return budget.warmUpNanos() + budget.measureNanos() + AFTERWARDS_NANOS;
    }
}
