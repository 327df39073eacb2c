package hone.profiler.report;

/**
 * The paired difference in quality between candidate and baseline, on the same held-out samples. What is said of answers to
 * classes holds of measures and windows of a text likewise: better and worse instead of right and wrong.
 *
 * @param difference the candidate's quality less the baseline's; whether more is better the quality says
 * @param low lower end of the 95 % interval, exact for accuracy on the difference
 * @param high upper end of that interval
 * @param gained samples only the candidate got right, or it got better
 * @param lost samples only the baseline got right, or it got better
 * @param changed samples whose answer changed, by more than float32 rounds away
 * @param n held-out samples
 */
public record QualityChange(double difference, double low, double high, int gained, int lost, int changed, int n) {}
