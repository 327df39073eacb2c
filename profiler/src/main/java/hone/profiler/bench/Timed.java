package hone.profiler.bench;

/** Something whose runs are timed in turn with those of others. */
public interface Timed {
    /** Runs once. */
    void run();

    /** What has to be set, untimed, before a block of runs. */
    default void before() {}

    /** How long its threads may stay awake after a block, which nobody else should be timed beside. */
    default long restNanos() {
        return 0;
    }
}
