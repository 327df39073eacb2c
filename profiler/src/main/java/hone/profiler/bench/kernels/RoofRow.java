package hone.profiler.bench.kernels;

/**
 * What the machine does at most on some number of threads.
 *
 * @param threads at work
 * @param flopsPerSecond the multiply-add roof
 * @param memoryBytesPerSecond the read roof of main memory
 */
public record RoofRow(int threads, double flopsPerSecond, double memoryBytesPerSecond) {}
