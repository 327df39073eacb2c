package hone.profiler.report;

/**
 * The machine and runtime a figure was measured on.
 *
 * @param cpu model name as the system gives it
 * @param cores logical processors this process may use
 * @param vectorBits width of the preferred vector shape
 * @param memoryBytes of the machine, or of the container's limit
 * @param os name and version
 * @param jdk vendor and version of the Java runtime
 * @param profileHash short hash of the machine profile that planning used
 */
public record Machine(
        String cpu, int cores, int vectorBits, long memoryBytes, String os, String jdk, String profileHash) {}
