package hone.profiler.report;

/**
 * The paired difference in accuracy between candidate and baseline, on the same held-out samples.
 *
 * @param difference candidate accuracy less baseline accuracy
 * @param low lower end of the exact 95 % interval on the difference
 * @param high upper end of that interval
 * @param gained samples only the candidate got right
 * @param lost samples only the baseline got right
 * @param changed samples whose answer changed at all
 * @param n held-out samples
 */
public record QualityChange(double difference, double low, double high, int gained, int lost, int changed, int n) {}
