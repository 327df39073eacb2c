package hone.profiler.report;

/**
 * An op below the roofs that were measured on its machine.
 *
 * @param limit the roof that it meets
 * @param leastNanos that no kernel on this machine can beat, by the derived counts
 * @param flopsRoof FLOP/s at most, for its kind of arithmetic and its number of threads
 * @param bytesRoof bytes a second at most, for its working set
 * @param workingSetBytes that a run touches, by formula
 * @param level the smallest cache that holds them, "L2", or "memory"; empty where the system tells nothing of its caches
 */
public record OpRoof(
        RoofLimit limit, double leastNanos, double flopsRoof, double bytesRoof, long workingSetBytes, String level) {}
