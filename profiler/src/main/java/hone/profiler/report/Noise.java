package hone.profiler.report;

import java.util.List;

/**
 * How quiet the machine was, read before and after the timed blocks.
 *
 * @param loadOfOthers processors' worth of work that other processes did during the run
 * @param calibrationBefore nanoseconds of the fixed calibration kernel before
 * @param calibrationAfter nanoseconds of the same kernel after
 * @param governor frequency governor, or "unavailable: reason"
 * @param warnings plain sentences; empty on a quiet machine
 */
public record Noise(
        double loadOfOthers,
        double calibrationBefore,
        double calibrationAfter,
        String governor,
        List<String> warnings) {
    public Noise {
        warnings = List.copyOf(warnings);
    }
}
