package hone.profiler.service;

import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TrialListener;

/** Keeps the latest word on a trial's progress for those who poll, and passes everything on. */
final class ProgressSnapshot implements TrialListener {
    private final TrialListener listener;
    private volatile TrialProgress latest = new TrialProgress(0, "waiting", 0);

    ProgressSnapshot(TrialListener listener) {
        this.listener = listener;
    }

    TrialProgress latest() {
        return latest;
    }

    @Override
    public void progress(double fraction, String what, long remainingNanos) {
        latest = new TrialProgress(fraction, what, remainingNanos);
        listener.progress(fraction, what, remainingNanos);
    }

    @Override
    public void blockDone(LiveBlocks live) {
        listener.blockDone(live);
    }
}
