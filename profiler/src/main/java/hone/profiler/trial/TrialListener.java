package hone.profiler.trial;

/** Hears how a trial goes; called on the measuring thread and between samples only. */
public interface TrialListener {
    /** Nobody listens. */
    TrialListener NONE = new TrialListener() {};

    /**
     * @param fraction of the expected time that has passed, 0 to 1
     * @param what a few words on the phase under way
     * @param remainingNanos expected
     */
    default void progress(double fraction, String what, long remainingNanos) {}

    /**
     * A block is complete and stands in {@code live}. No clock runs until this returns, so whoever wants to redraw
     * without disturbing a sample may wait for that here, briefly.
     */
    default void blockDone(LiveBlocks live) {}
}
