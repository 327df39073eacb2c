package hone.profiler.selfcheck;

import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the meta-tests of the measuring came to.
 *
 * @param falseVerdictRate share of comparisons of a plan with itself that were called faster or slower
 * @param pairs such comparisons
 * @param detectableFrom noise floor and half of the interval together, the median over the comparisons: a delay as long as this
 *     is called slower in every second of them; 0.03 for 3 %
 * @param delays what became of a delay of 3, 5 and 10 %
 * @param detections comparisons for each delay
 * @param coverage share of 95 % intervals that hold the truth, on made-up timings with autocorrelation
 * @param coverageOfForks the same of processes that differ from each other
 * @param neutralAblationRate share of ablations of techniques that do nothing in which any effect was flagged
 * @param ablations such ablations, put together from the comparisons
 * @param emptyKernelNanos what a run of nothing reads, the less of two takes
 * @param stressorWarned whether a process that keeps a processor busy raised the warning
 * @param outside the program beside an outside clock; null where that could not be measured
 * @param unmeasured why not, in a sentence; empty where it was
 * @param observer what looking costs
 * @param loadOfOthers processors that other processes kept busy meanwhile
 */
public record SelfCheckResult(
        double falseVerdictRate,
        int pairs,
        double detectableFrom,
        SequencedMap<String, Delay> delays,
        int detections,
        double coverage,
        double coverageOfForks,
        double neutralAblationRate,
        int ablations,
        double emptyKernelNanos,
        boolean stressorWarned,
        @Nullable Outside outside,
        String unmeasured,
        List<Observer> observer,
        double loadOfOthers) {
    public SelfCheckResult {
        observer = List.copyOf(observer);
    }

    /** The same and what looking costs, with the larger of two loads. */
    SelfCheckResult with(List<Observer> looking, double load) {
        return new SelfCheckResult(
                falseVerdictRate,
                pairs,
                detectableFrom,
                delays,
                detections,
                coverage,
                coverageOfForks,
                neutralAblationRate,
                ablations,
                emptyKernelNanos,
                stressorWarned,
                outside,
                unmeasured,
                looking,
                Math.max(loadOfOthers, load));
    }

    /** Which limits were missed, in plain sentences; empty where all were kept. */
    public List<String> failures() {
        return Limits.missed(this);
    }

    /** Which limits this machine was too restless for, in plain sentences; empty where all could be judged. */
    public List<String> undecided() {
        return Limits.undecided(this);
    }

    /**
     * A delay, and how often it was called slower.
     *
     * @param seen share of all comparisons
     * @param able comparisons sharp enough to show it as often as is asked for
     * @param seenByAble share of those; NaN where there was none
     */
    public record Delay(double seen, int able, double seenByAble) {}

    /**
     * One model by the program's clock and by the clock on the wall.
     *
     * @param model and recipe
     * @param product median nanoseconds of a run as trials between the processes report it, their mean
     * @param wallClock nanoseconds of a run by the time that processes of N and of 2N runs take: {@code product} times the mean
     *     ratio of the two
     * @param ratioLow lower end of the 95 % interval of that ratio
     * @param ratioHigh upper end
     * @param repeats of the two processes
     */
    public record Outside(
            String model, double product, double wallClock, double ratioLow, double ratioHigh, int repeats) {
        /** Wall clock over product. */
        public double ratio() {
            return wallClock / product;
        }
    }

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
