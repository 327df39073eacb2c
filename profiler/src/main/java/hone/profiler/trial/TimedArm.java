package hone.profiler.trial;

/** One side of a comparison, as the clock sees it: something that can be run again and again. */
@FunctionalInterface
public interface TimedArm {
    /** One inference of a whole batch, bare. */
    void run();

    /** Called before a few samples in a row, outside the clock: wakes what a run needs awake, such as other threads. */
    default void getReady() {}

    /**
     * A number folded from every bit of the last run's output. It is taken between samples, outside the clock, and every
     * sample's must equal that of the first run: then no run was dropped as dead code, and none computed something else.
     */
    default long checksum() {
        return 0;
    }

    /**
     * Nanoseconds that a run should take by what is known of its kernels; 0 where nothing is. An arm that takes many times
     * as long is taken to wait for the compiler.
     */
    default double expectedNanos() {
        return 0;
    }
}
