package hone.profiler.trial;

import hone.engine.Cancellation;
import hone.profiler.stats.SteadyState;
import java.util.Arrays;
import java.util.List;

/**
 * Times one arm alone: what a process does that runs one side of a comparison and nothing else, so that the compiler saw
 * nothing else either. The same warm-up, samples and marks as in an interleaved {@link Trial}.
 *
 * @param budget how long it may take
 */
public record Solo(TrialBudget budget) {
    /**
     * What the arm did.
     *
     * @param samples nanoseconds of one run, in the order they were taken
     * @param runsPerSample runs timed together as one sample
     * @param warmUpRuns before the first sample
     * @param steady whether a steady state was found, and the compiler done with the kernels
     * @param marked indices of samples that a collection or a compilation overlapped
     * @param checksum of the output, the same after every sample
     */
    public record Outcome(
            List<Double> samples,
            int runsPerSample,
            long warmUpRuns,
            boolean steady,
            List<Integer> marked,
            long checksum) {
        public Outcome {
            samples = List.copyOf(samples);
            marked = List.copyOf(marked);
        }
    }

    private static final int MOST_SAMPLES = 20_000;
    private static final int FEWEST_SAMPLES = 3;

    /**
     * Runs an arm until it is steady and the compiler quiet, or the budget's warm-up is over.
     *
     * @return whether the compiler is done with the kernels
     * @throws hone.engine.Cancelled if it was stopped
     */
    public boolean warmUp(TimedArm arm, Cancellation stop) {
        return new WarmUp(List.of(new ArmTimer(arm)), new JvmCounters(), stop).run(budget, TrialListener.NONE);
    }

    /**
     * Runs on the calling thread.
     *
     * @throws hone.engine.Cancelled if it was stopped
     * @throws IllegalStateException if the arm's output changed from one run to another
     */
    public Outcome time(TimedArm arm, Cancellation stop) {
        JvmCounters counters = new JvmCounters();
        ArmTimer timer = new ArmTimer(arm);
        boolean compiled = new WarmUp(List.of(timer), counters, stop).run(budget, TrialListener.NONE);
        SamplePlan plan = SamplePlan.of(timer, timer, budget.measureNanos(), Stopwatch.grain());
        Recording recording = new Recording(MOST_SAMPLES);
        Marks marks = new Marks(counters);
        long start = System.nanoTime();
        while (recording.size() < FEWEST_SAMPLES
                || (recording.size() < MOST_SAMPLES && System.nanoTime() - start < budget.measureNanos())) {
            stop.check("the trial");
            if (recording.size() % plan.samplesPerSegment() == 0) {
                arm.getReady();
            }
            long nanos = Stopwatch.time(arm, plan.baselineRuns());
            recording.add((double) nanos / plan.baselineRuns(), marks.disturbed());
            if (!timer.sameAsFirst()) {
                throw new IllegalStateException("an arm gave different outputs for the same input");
            }
        }
        double[] samples = recording.from(0);
        return new Outcome(
                Arrays.stream(samples).boxed().toList(),
                plan.baselineRuns(),
                timer.runs(),
                compiled && (timer.steady() || SteadyState.reached(samples)),
                recording.markedOnes(),
                arm.checksum());
    }
}
