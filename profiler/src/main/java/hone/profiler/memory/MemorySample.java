package hone.profiler.memory;

import hone.engine.memory.Charges;
import hone.profiler.report.MemoryReading;

/**
 * The process's memory at one instant.
 *
 * @param nanos since the first sample
 * @param reading what is resident, by category
 * @param charges what the engine had charged
 * @param cost what taking it took of a processor's time, nanoseconds
 */
public record MemorySample(long nanos, MemoryReading reading, Charges charges, long cost) {}
