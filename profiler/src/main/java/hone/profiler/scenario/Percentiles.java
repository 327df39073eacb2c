package hone.profiler.scenario;

import hone.profiler.stats.Quantiles;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * A distribution of times, nanoseconds. A percentile is null where there are too few values to read it off.
 *
 * @param n values
 * @param mean of them
 * @param p50 the median
 * @param p90 null below 64 values
 * @param p99 null below 662
 * @param p999 null below 6,650, beyond which as many are expected as of 662 beyond the 99th
 * @param max the largest
 * @param buckets how many values there are up to each of a row of bounds that grow by half, empty ones left out
 * @param histogram all values to a thousandth, in HdrHistogram's compressed form and Base64
 */
public record Percentiles(
        long n,
        double mean,
        double p50,
        @Nullable Double p90,
        @Nullable Double p99,
        @Nullable Double p999,
        double max,
        List<Bucket> buckets,
        String histogram) {
    static final int P999_VALUES = 6_650;
    private static final long FIRST_BOUND = 100;
    private static final double GROWTH = 1.5;

    public Percentiles {
        buckets = List.copyOf(buckets);
        PackedHistogram.read(histogram); // a report that has none, or a damaged one, is refused
    }

    /**
     * Values between the bound before and this one.
     *
     * @param upTo nanoseconds
     */
    public record Bucket(long upTo, long count) {}

    /** Every value that was counted, to a thousandth, in ascending order. */
    public List<Bucket> values() {
        List<Bucket> values = new ArrayList<>();
        for (HistogramIterationValue value : PackedHistogram.read(histogram).recordedValues()) {
            values.add(new Bucket(value.getValueIteratedTo(), value.getCountAtValueIteratedTo()));
        }
        return values;
    }

    static Percentiles of(Histogram histogram) {
        long n = histogram.getTotalCount();
        List<Bucket> buckets = new ArrayList<>();
        for (HistogramIterationValue value : histogram.logarithmicBucketValues(FIRST_BOUND, GROWTH)) {
            if (value.getCountAddedInThisIterationStep() > 0) {
                buckets.add(new Bucket(value.getValueIteratedTo(), value.getCountAddedInThisIterationStep()));
            }
        }
        return new Percentiles(
                n,
                histogram.getMean(),
                at(histogram, 50),
                n < Quantiles.P90_SAMPLES ? null : (Double) at(histogram, 90),
                n < Quantiles.P99_SAMPLES ? null : (Double) at(histogram, 99),
                n < P999_VALUES ? null : (Double) at(histogram, 99.9),
                n == 0 ? Double.NaN : (double) histogram.getMaxValue(),
                buckets,
                PackedHistogram.of(histogram));
    }

    private static double at(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? Double.NaN : (double) histogram.getValueAtPercentile(percentile);
    }
}
