package hone.profiler.report;

/**
 * How good the answers are, evaluated through the kernels that were timed.
 *
 * @param metric "accuracy", later "perplexity" or "R²"
 * @param value of the metric on the held-out samples
 * @param low lower end of its 95 % interval
 * @param high upper end of its 95 % interval
 * @param n held-out samples
 * @param higherIsBetter whether more is better
 */
public record Quality(String metric, double value, double low, double high, int n, boolean higherIsBetter) {}
