package hone.profiler.timeline;

/**
 * How busy the processors were, up to some time.
 *
 * @param atNanos since the timeline's start; the reading tells of the time since the one before
 * @param own share of all processors that this process took, 0 to 1
 * @param others share that other processes took
 */
public record CpuLoad(long atNanos, double own, double others) {}
