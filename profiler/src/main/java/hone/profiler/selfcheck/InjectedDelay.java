package hone.profiler.selfcheck;

import hone.engine.Cancellation;
import hone.profiler.report.Verdict;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TimedArm;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.util.function.DoubleConsumer;

/** An arm against itself with a known delay: how often the delay is seen. */
final class InjectedDelay {
    private InjectedDelay() {}

    /** The share of comparisons that call the delayed side slower. */
    static double detected(
            TimedArm arm,
            double nanosPerRun,
            double share,
            int trials,
            TrialBudget budget,
            long seed,
            DoubleConsumer progress,
            Cancellation stop) {
        TimedArm later = delayed(arm, Math.round(share * nanosPerRun));
        int seen = 0;
        for (int trial = 0; trial < trials; trial++) {
            progress.accept((double) trial / trials);
            Verdict verdict = new Trial(budget, seed + trial)
                    .compare(arm, later, new LiveBlocks(Trial.mostBlocks()), TrialListener.NONE, stop)
                    .verdict();
            seen += verdict == Verdict.SLOWER ? 1 : 0;
        }
        return (double) seen / trials;
    }

    /** The same, and then nothing for so many nanoseconds more. */
    static TimedArm delayed(TimedArm arm, long nanos) {
        return new TimedArm() {
            @Override
            public void run() {
                arm.run();
                long end = System.nanoTime() + nanos;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public void getReady() {
                arm.getReady();
            }

            @Override
            public long checksum() {
                return arm.checksum();
            }
        };
    }
}
