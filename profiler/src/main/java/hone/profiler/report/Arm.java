package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The share of held-out samples answered rightly; null where the model does not classify. */
    @JsonProperty(value = "accuracy", access = JsonProperty.Access.READ_ONLY)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public @Nullable Double accuracy() {
        return quality.isShare() ? quality.value() : null;
    }

    /** Samples a second at the median latency. */
    public double samplesPerSecond(int batch) {
        return batch * 1e9 / latency.median();
    }
}
