package hone.profiler.report;

/**
 * One category of a memory reading.
 *
 * @param category "weights", "activations", "scratch", "heap", "code" …; categories are disjoint
 * @param bytes held
 * @param source how it is known: "counted by the engine's budget", "read from the JVM"
 */
public record MemoryPart(String category, long bytes, String source) {}
