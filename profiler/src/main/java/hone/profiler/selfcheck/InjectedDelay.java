package hone.profiler.selfcheck;

import hone.engine.Cancellation;
import hone.profiler.report.Verdict;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TimedArm;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import hone.profiler.trial.TrialOutcome;
import java.util.function.DoubleConsumer;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** An arm against itself with a known delay: how often the delay is seen. */
final class InjectedDelay {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double HALF_OF_95 = NORMAL.inverseSurvivalProbability(0.025);

    private final double delay;
    private final double needed;

    /**
     * @param delay as a share of a run: 0.05 is 5 %
     * @param needed share of the comparisons that could show it that must
     */
    InjectedDelay(double delay, double needed) {
        this.delay = delay;
        this.needed = needed;
    }

    SelfCheckResult.Delay seen(
            TimedArm arm, int trials, TrialBudget budget, long seed, DoubleConsumer progress, Cancellation stop) {
        TimedArm later = delayed(arm, delay);
        int seen = 0;
        int able = 0;
        int seenByAble = 0;
        for (int trial = 0; trial < trials; trial++) {
            progress.accept((double) trial / trials);
            TrialOutcome outcome = new Trial(budget, seed + trial)
                    .compare(arm, later, new LiveBlocks(Trial.mostBlocks()), TrialListener.NONE, stop);
            boolean slower = outcome.verdict() == Verdict.SLOWER;
            boolean isAble = canShow(
                    outcome.ratio().noiseFloor(),
                    (outcome.ratio().high() - outcome.ratio().low()) / 2);
            seen += slower ? 1 : 0;
            able += isAble ? 1 : 0;
            seenByAble += slower && isAble ? 1 : 0;
        }
        return new SelfCheckResult.Delay(
                (double) seen / trials, able, able == 0 ? Double.NaN : (double) seenByAble / able);
    }

    /**
     * Whether a comparison with this noise floor and half an interval is sharp enough. A delay as long as both together is
     * called slower in every second comparison, as every second estimate falls short of it; to be called so as often as is
     * needed it must be longer, by what estimates stray.
     */
    boolean canShow(double noiseFloor, double half) {
        double strays = NORMAL.inverseCumulativeProbability(needed) / HALF_OF_95;
        return noiseFloor + half * (1 + strays) < delay;
    }

    /**
     * The same, and then nothing for a share of the time that it took: so the delay is the same share of every run, however the
     * machine changes its speed.
     */
    static TimedArm delayed(TimedArm arm, double share) {
        return new TimedArm() {
            @Override
            public void run() {
                long start = System.nanoTime();
                arm.run();
                long ran = System.nanoTime();
                long end = ran + Math.round(share * (ran - start));
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
