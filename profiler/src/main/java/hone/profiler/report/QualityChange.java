package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param layers what the techniques that change numbers do to the quality when they are switched on for one layer alone,
 *     the worst first; null where the quality did not fall, or nobody looked
 * @param untraced layers that these techniques change too, and for which no time was left; null where there are none
 */
public record QualityChange(
        double difference,
        double low,
        double high,
        int gained,
        int lost,
        int changed,
        int n,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<OfLayer> layers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer untraced) {
    /**
     * One layer alone.
     *
     * @param layer its name
     * @param recipe that was switched on for it
     * @param difference quality of that, less the baseline's
     * @param low lower end of the 95 % interval
     * @param high upper end of that interval
     */
    public record OfLayer(String layer, String recipe, double difference, double low, double high) {}

    public QualityChange {
        layers = layers == null ? null : List.copyOf(layers);
    }

    /** A change that is not traced to layers. */
    public QualityChange(double difference, double low, double high, int gained, int lost, int changed, int n) {
        this(difference, low, high, gained, lost, changed, n, null, null);
    }

    /**
     * The same, traced.
     *
     * @param left how many more layers there are for which no time was left
     */
    public QualityChange with(List<OfLayer> traced, int left) {
        return new QualityChange(difference, low, high, gained, lost, changed, n, traced, left == 0 ? null : left);
    }

    /** Whether the quality fell, by more than the samples could do by chance. */
    public boolean isWorse(boolean higherIsBetter) {
        return n > 0 && (higherIsBetter ? high < 0 : low > 0);
    }
}
