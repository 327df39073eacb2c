package hone.profiler.report;

/**
 * Baseline latency over candidate latency: above 1 the candidate is faster.
 *
 * @param median of the blocks' ratios
 * @param low lower end of its 95 % interval
 * @param high upper end of its 95 % interval
 * @param noiseFloor how far from 1 the same plan against itself strays on this workload: 0.02 is 2 %
 */
public record Ratio(double median, double low, double high, double noiseFloor) {}
