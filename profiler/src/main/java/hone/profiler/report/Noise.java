package hone.profiler.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How quiet the machine was, read before and after the timed blocks.
 *
 * @param loadOfOthers processors' worth of work that other processes did during the run
 * @param calibrationBefore nanoseconds of the fixed calibration kernel before
 * @param calibrationAfter nanoseconds of the same kernel after
 * @param governor frequency governor, or "unavailable: reason"
 * @param battery "on mains", "on battery, 80 % left", or "unavailable: reason"; null in an older report
 * @param temperature of the processor, or "unavailable: reason"; null in an older report
 * @param warnings plain sentences; empty on a quiet machine
 */
public record Noise(
        double loadOfOthers,
        double calibrationBefore,
        double calibrationAfter,
        String governor,
        @Nullable String battery,
        @Nullable String temperature,
        List<String> warnings) {
    public Noise {
        warnings = List.copyOf(warnings);
    }

    /** Readings of a system that shows neither battery nor temperature. */
    public Noise(double loadOfOthers, double before, double after, String governor, List<String> warnings) {
        this(loadOfOthers, before, after, governor, null, null, warnings);
    }
}
