package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How quiet the machine was, read before and after the timed blocks.
 *
 * @param loadOfOthers processors' worth of work that other processes did during the run
 * @param calibrationBefore nanoseconds of the fixed calibration kernel before
 * @param calibrationAfter nanoseconds of the same kernel after
 * @param throughputBefore nanoseconds of a kernel that fills a core, before; null in an older report
 * @param throughputAfter nanoseconds of the same kernel after; null in an older report
 * @param governor frequency governor, or "unavailable: reason"
 * @param battery "on mains", "on battery, 80 % left", or "unavailable: reason"; null in an older report
 * @param temperature of the processor, or "unavailable: reason"; null in an older report
 * @param warnings plain sentences; empty on a quiet machine
 * @param floor how far the baseline strayed from itself; null where nothing was compared, and in an older report
 */
public record Noise(
        double loadOfOthers,
        double calibrationBefore,
        double calibrationAfter,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double throughputBefore,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double throughputAfter,
        String governor,
        @Nullable String battery,
        @Nullable String temperature,
        List<String> warnings,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NoiseFloor floor) {
    private static final double TOLERATED_THROUGHPUT = 0.10;

    public Noise {
        warnings = List.copyOf(warnings);
    }

    /** Readings of a system that shows neither battery nor temperature. */
    public Noise(double loadOfOthers, double before, double after, String governor, List<String> warnings) {
        this(loadOfOthers, before, after, null, null, governor, null, null, warnings, null);
    }

    /** The same of a run that compared two sides; far more noise than usual is a warning. */
    public Noise with(NoiseFloor itsFloor) {
        List<String> all = new ArrayList<>(warnings);
        if (itsFloor.isUnusual()) {
            all.add(String.format(
                    Locale.ROOT,
                    "the baseline strayed from itself by ±%.1f %%, and usually does by ±%.1f %%",
                    100 * itsFloor.now(),
                    100 * itsFloor.usual()));
        }
        return new Noise(
                loadOfOthers,
                calibrationBefore,
                calibrationAfter,
                throughputBefore,
                throughputAfter,
                governor,
                battery,
                temperature,
                all,
                itsFloor);
    }

    /**
     * What is worth knowing of the machine and does not speak against the comparison: warnings come from what moves one side and
     * not the other.
     */
    public List<String> remarks() {
        if (throughputBefore == null || throughputAfter == null) {
            return List.of();
        }
        double clock = calibrationBefore / calibrationAfter;
        double speed = throughputBefore / throughputAfter / clock - 1;
        if (Math.abs(speed) <= TOLERATED_THROUGHPUT) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "a core got %.0f %% %s done at the end than at the start at the same clock, so something else shares it, perhaps"
                        + " another virtual machine; sides that take turns meet it alike, milliseconds at another time may differ",
                100 * Math.abs(speed),
                speed > 0 ? "more" : "less"));
    }
}
