package hone.profiler.selfcheck;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the meta-tests of the measuring came to.
 *
 * @param falseVerdictRate share of comparisons of a plan with itself that were called faster or slower
 * @param pairs such comparisons
 * @param detectableFrom the smallest delay that a comparison of this length can show here: noise floor and half of the interval
 *     together, 0.03 for 3 %
 * @param detected for a delay of 3, 5 and 10 %, the share of comparisons that called it slower
 * @param detections comparisons for each delay
 * @param coverage share of 95 % intervals that hold the truth, on made-up timings with autocorrelation
 * @param coverageOfForks the same of processes that differ from each other
 * @param neutralAblationRate share of ablations of techniques that do nothing in which any effect was flagged
 * @param ablations such ablations, put together from the comparisons
 * @param emptyKernelNanos what a run of nothing takes
 * @param stressorWarned whether a process that keeps a processor busy raised the warning
 * @param outside the program beside an outside clock; null where that could not be measured
 * @param unmeasured why not, in a sentence; empty where it was
 * @param observer what looking costs
 * @param loadOfOthers processors that other processes kept busy meanwhile
 * @param failures which limits were missed, in plain sentences; empty where all were kept
 */
public record SelfCheckResult(
        double falseVerdictRate,
        int pairs,
        double detectableFrom,
        SequencedMap<String, Double> detected,
        int detections,
        double coverage,
        double coverageOfForks,
        double neutralAblationRate,
        int ablations,
        double emptyKernelNanos,
        boolean stressorWarned,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Outside outside,
        String unmeasured,
        List<Observer> observer,
        double loadOfOthers,
        List<String> failures) {
    public SelfCheckResult {
        observer = List.copyOf(observer);
        failures = List.copyOf(failures);
    }

    /**
     * One model by the program's clock and by the clock on the wall.
     *
     * @param model and recipe
     * @param product median nanoseconds of a run as trials before and after report it, the mean of the two
     * @param wallClock nanoseconds of a run by the time that processes of N and of 2N runs take
     */
    public record Outside(String model, double product, double wallClock) {}

    /**
     * What looking at a model costs it.
     *
     * @param model id
     * @param batch samples a run
     * @param runNanos of a bare run
     * @param counters share of time that the probe for op times adds: 0.01 is 1 %
     * @param jfr share that a flight recording with an event for each op adds
     * @param countersLow lower end of the 95 % interval of {@code counters}
     * @param countersHigh upper end
     * @param jfrLow lower end of the 95 % interval of {@code jfr}
     * @param jfrHigh upper end
     */
    public record Observer(
            String model,
            int batch,
            double runNanos,
            double counters,
            double jfr,
            double countersLow,
            double countersHigh,
            double jfrLow,
            double jfrHigh) {}
}
