package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One side of a comparison: what it was and everything measured of it.
 *
 * @param recipe what was switched on; empty for the plain baseline
 * @param threads the plan may use
 * @param latency of a batch
 * @param quality on held-out data
 * @param bytes nominal, file, resident and peak
 * @param memory by category, beside the operating system's reading
 * @param flops per sample, dense
 * @param executedFlops per sample
 * @param parameters of the model
 * @param ops rows of the profile pass, in the order they run
 */
public record Arm(
        String recipe,
        int threads,
        @JsonProperty("latencyNanos") Latency latency,
        Quality quality,
        Bytes bytes,
        MemoryReading memory,
        long flops,
        long executedFlops,
        long parameters,
        List<OpRow> ops) {
    public Arm {
        ops = List.copyOf(ops);
    }

    /** The share of held-out samples answered rightly; NaN where the model does not classify. */
    @JsonProperty(value = "accuracy", access = JsonProperty.Access.READ_ONLY)
    public double accuracy() {
        return quality.metric().equals("accuracy") ? quality.value() : Double.NaN;
    }

    /** Samples a second at the median latency. */
    public double samplesPerSecond(int batch) {
        return batch * 1e9 / latency.median();
    }
}
