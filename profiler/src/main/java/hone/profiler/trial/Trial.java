package hone.profiler.trial;

import hone.engine.Cancellation;
import java.util.List;

/**
 * Compares two arms: warms both up until they are steady, times them in random interleaved blocks, and says what the
 * blocks support. It knows nothing of models; what it runs is behind {@link TimedArm}.
 *
 * @param budget how long it may take
 * @param seed of the order of blocks and of the resampling
 * @param usualFloor noise floor of this workload in earlier runs, as a share, which a verdict has to clear too; 0 where
 *     there were none
 */
public record Trial(TrialBudget budget, long seed, double usualFloor) {
    /** Of a workload that nothing is remembered of. */
    public Trial(TrialBudget budget, long seed) {
        this(budget, seed, 0);
    }

    /**
     * Runs on the calling thread.
     *
     * @param live gets each block as it is done
     * @param stop looked at between samples
     * @throws hone.engine.Cancelled if it was raised
     * @throws IllegalStateException if an arm's output changed from one run to another
     */
    public TrialOutcome compare(
            TimedArm baselineArm, TimedArm candidateArm, LiveBlocks live, TrialListener listener, Cancellation stop) {
        long start = System.nanoTime();
        long grain = Stopwatch.grain();
        JvmCounters counters = new JvmCounters();
        ArmTimer baseline = new ArmTimer(baselineArm);
        ArmTimer candidate = new ArmTimer(candidateArm);
        boolean compiled = new WarmUp(List.of(baseline, candidate), counters, stop)
                .run(budget, scaled(listener, 0, warmUpShare(), budget.measureNanos()));
        SamplePlan plan = SamplePlan.of(baseline, candidate, budget.measureNanos(), grain);
        Blocks blocks = new Blocks(plan, baseline, candidate, counters, stop);
        long left = budget.limitNanos() - (System.nanoTime() - start);
        blocks.run(seed, budget.measureNanos(), left, live, scaled(listener, warmUpShare(), 1, 0));
        if (!blocks.outputsAgree()) {
            throw new IllegalStateException("an arm gave different outputs for the same input");
        }
        return new Judgement(plan, blocks, baseline, candidate, compiled, seed, usualFloor)
                .outcome(System.nanoTime() - start);
    }

    /** Most blocks a trial records: what {@link LiveBlocks} needs room for. */
    public static int mostBlocks() {
        return SamplePlan.BLOCKS;
    }

    private double warmUpShare() {
        return (double) budget.warmUpNanos() / (budget.warmUpNanos() + budget.measureNanos());
    }

    private static TrialListener scaled(TrialListener listener, double from, double to, long laterNanos) {
        return new TrialListener() {
            @Override
            public void progress(double fraction, String what, long remainingNanos) {
                listener.progress(from + fraction * (to - from), what, remainingNanos + laterNanos);
            }

            @Override
            public void blockDone(LiveBlocks live) {
                listener.blockDone(live);
            }
        };
    }
}
