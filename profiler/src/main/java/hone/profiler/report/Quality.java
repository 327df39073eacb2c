package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * How good the answers are, evaluated through the kernels that were timed.
 *
 * @param metric "accuracy", "perplexity" or "R²"
 * @param value of the metric on the held-out samples
 * @param low lower end of its 95 % interval
 * @param high upper end of its 95 % interval
 * @param n held-out samples
 * @param higherIsBetter whether more is better
 */
public record Quality(String metric, double value, double low, double high, int n, boolean higherIsBetter) {
    /** The share of right answers: a fraction of 1, shown in percent. Other metrics are plain numbers. */
    public static final String ACCURACY = "accuracy";

    /** Whether the values are shares, to be shown in percent. */
    @JsonIgnore
    public boolean isShare() {
        return metric.equals(ACCURACY);
    }
}
