package hone.profiler.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long one inference of a whole batch took, in nanoseconds, over the timed samples of one arm.
 *
 * @param median of the samples
 * @param low lower end of the median's 95 % interval, resampled by blocks
 * @param high upper end of that interval
 * @param n how many samples
 * @param p90 90th percentile, null below 64 samples
 * @param p99 99th percentile, null below 662 samples
 * @param runsPerSample inferences timed together as one sample, so that the clock's grain does not show
 * @param steady whether a steady state was found before the timed samples
 * @param warmUpRuns inferences run before the first timed sample
 * @param samples the raw samples in the order they were taken, nanoseconds per inference
 * @param blocks which interleaved block each sample belongs to, in the same order
 * @param marked indices of samples that a garbage collection or a compilation overlapped
 */
public record Latency(
        double median,
        double low,
        double high,
        int n,
        @Nullable Double p90,
        @Nullable Double p99,
        int runsPerSample,
        boolean steady,
        long warmUpRuns,
        List<Double> samples,
        List<Integer> blocks,
        List<Integer> marked) {
    public Latency {
        samples = List.copyOf(samples);
        blocks = List.copyOf(blocks);
        marked = List.copyOf(marked);
    }
}
