package hone.app.window.port;

import hone.visualizers.latency.LatencyTrace;

/** A trial on its way. Its snapshots are polled by the window, never pushed: a trial must not wait for a picture. */
public interface RunningTrial {
    /** The latest progress; cheap, from a volatile field. */
    TrialProgress progress();

    /** The samples so far; the trial appends to it between measured blocks only. */
    LatencyTrace trace();

    /** Whether it times samples here, for pictures to follow; certifying happens in processes of its own. */
    default boolean isLive() {
        return true;
    }

    /** Asks it to stop; returns at once. */
    void cancel();
}
