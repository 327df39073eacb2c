package hone.profiler.explore;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import hone.profiler.report.Latency;
import hone.profiler.report.Quality;
import hone.profiler.report.Ratio;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;

/**
 * What a trial found at one point, against the baseline that all points share.
 *
 * @param recipe of the candidate
 * @param batch samples per inference
 * @param speedup baseline over candidate, of interleaved blocks
 * @param verdict on it, by itself
 * @param nanosPerSample median latency of a batch, divided by its samples
 * @param nanos median latency of a batch
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param peakBytes weights, activations and scratch at the plan's highest point
 * @param fileBytes of the saved artefact
 * @param quality on held-out data
 */
public record Cell(
        String recipe,
        int batch,
        Ratio speedup,
        Verdict verdict,
        double nanosPerSample,
        double nanos,
        double low,
        double high,
        long peakBytes,
        long fileBytes,
        Quality quality) {
    private static final double HALF_WIDTHS = 1.959964;

    static Cell of(RunReport report) {
        Latency latency = report.candidate().latency();
        return new Cell(
                report.recipe(),
                report.batch(),
                report.speedup(),
                report.verdict(),
                latency.median() / report.batch(),
                latency.median(),
                latency.low(),
                latency.high(),
                report.candidate().bytes().peak(),
                report.candidate().bytes().file(),
                report.candidate().quality());
    }

    /** Samples a second at the median latency. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public double samplesPerSecond() {
        return 1e9 / nanosPerSample;
    }

    /** The logarithm of the speedup. */
    @JsonIgnore
    double logSpeedup() {
        return Math.log(speedup.median());
    }

    /**
     * How far that logarithm may be off: the standard error of the interval, and on top of it what the same plan strays from
     * itself, as two trials do not share a session. They are added as a verdict adds them, not by their squares: how far a
     * plan strays is read off the same blocks as the interval, so both may be too small at once.
     */
    @JsonIgnore
    double logError() {
        double ofInterval = Math.log(speedup.high() / Math.max(Double.MIN_NORMAL, speedup.low())) / (2 * HALF_WIDTHS);
        double ofMachine = Math.log1p(speedup.noiseFloor()) / HALF_WIDTHS;
        return ofInterval + ofMachine;
    }
}
