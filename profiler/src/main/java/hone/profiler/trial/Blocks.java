package hone.profiler.trial;

import hone.engine.Cancellation;
import hone.engine.random.CounterRandom;
import hone.profiler.stats.VerdictRule;

/**
 * The timed part: blocks ABBA or BAAB by a seeded coin, so that neither arm is always first and neither has all the
 * quiet minutes. Between samples the JVM's counters are read and the output is checked; during one, nothing.
 */
final class Blocks {
    private static final long STREAM = 0x41_4242_41L;

    private final SamplePlan plan;
    private final ArmTimer[] arms;
    private final Recording[] recordings;
    private final Cancellation stop;
    private final Marks marks;
    private boolean outputsAgree = true;

    Blocks(SamplePlan plan, ArmTimer baseline, ArmTimer candidate, JvmCounters counters, Cancellation stop) {
        this.plan = plan;
        this.arms = new ArmTimer[] {baseline, candidate};
        int most = SamplePlan.BLOCKS * 2 * plan.samplesPerSegment();
        this.recordings = new Recording[] {new Recording(most), new Recording(most)};
        this.marks = new Marks(counters);
        this.stop = stop;
    }

    /**
     * @param measureNanos for the blocks
     * @param limitNanos for the fewest blocks a verdict needs
     */
    void run(long seed, long measureNanos, long limitNanos, LiveBlocks live, TrialListener listener) {
        long start = System.nanoTime();
        long longest = 0;
        marks.disturbed();
        for (int block = 0; block < SamplePlan.BLOCKS; block++) {
            long began = System.nanoTime();
            long expected = began - start + longest;
            long allowed = block < VerdictRule.FEWEST_BLOCKS ? limitNanos : measureNanos;
            if (block > 0 && expected > allowed) {
                break;
            }
            int first = (int) (new CounterRandom(seed, STREAM, block).nextLong() & 1);
            segment(first);
            segment(1 - first);
            segment(1 - first);
            segment(first);
            int samples = 2 * plan.samplesPerSegment();
            live.add(recordings[0].latest(samples), recordings[1].latest(samples));
            long now = System.nanoTime();
            longest = Math.max(longest, now - began);
            report(block + 1, now - start, measureNanos, listener);
            listener.blockDone(live);
        }
    }

    private void report(int done, long passed, long measureNanos, TrialListener listener) {
        double byCount = (double) done / SamplePlan.BLOCKS;
        double byTime = (double) passed / measureNanos;
        double fraction = Math.min(1, Math.max(byCount, byTime));
        listener.progress(fraction, "measuring", (long) (passed / fraction - passed));
    }

    private void segment(int side) {
        int runs = side == 0 ? plan.baselineRuns() : plan.candidateRuns();
        arms[side].arm().getReady();
        for (int i = 0; i < plan.samplesPerSegment(); i++) {
            stop.check("the trial");
            long nanos = Stopwatch.time(arms[side].arm(), runs);
            recordings[side].add((double) nanos / runs, marks.disturbed());
            outputsAgree &= arms[side].sameAsFirst();
        }
    }

    Recording baseline() {
        return recordings[0];
    }

    Recording candidate() {
        return recordings[1];
    }

    /** Whether every sample's output was that of its arm's first run. */
    boolean outputsAgree() {
        return outputsAgree;
    }
}
