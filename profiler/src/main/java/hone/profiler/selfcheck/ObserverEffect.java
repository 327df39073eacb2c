package hone.profiler.selfcheck;

import hone.engine.Cancellation;
import hone.engine.run.Probe;
import hone.profiler.arm.OpenArm;
import hone.profiler.pass.ProfilePass;
import hone.profiler.recording.ObservingRecording;
import hone.profiler.stats.Quantiles;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TimedArm;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import hone.profiler.trial.TrialOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What looking costs: bare runs against runs that are looked at, in interleaved pairs. */
final class ObserverEffect {
    private static final TrialBudget USUAL = new TrialBudget(3_000_000_000L, 2_000_000_000L, 30_000_000_000L);

    /**
     * For runs that are held to limits: two seconds hold so few of them that the interval would be wider than what is asked
     * for.
     */
    private static final TrialBudget OF_LONG_RUNS = new TrialBudget(3_000_000_000L, 12_000_000_000L, 40_000_000_000L);

    /** Comparisons of a run that is held to limits, until its interval is sharp. */
    private static final int MOST_COMPARISONS = 3;

    private ObserverEffect() {}

    static SelfCheckResult.Observer of(Subject subject, long seed, Cancellation stop) {
        return of(subject, arm -> isJudged(arm) ? OF_LONG_RUNS : USUAL, seed, stop);
    }

    /** Whether a run will take so long that limits hold for it; half of that, as this is expected, not measured. */
    private static boolean isJudged(OpenArm arm) {
        return arm.expectedNanos() > Limits.LONG_RUN_NANOS / 2;
    }

    /** @param budgets of each comparison */
    static SelfCheckResult.Observer of(
            Subject subject, Function<OpenArm, TrialBudget> budgets, long seed, Cancellation stop) {
        try (OpenArm arm = subject.open().get()) {
            TrialBudget budget = budgets.apply(arm);
            List<TrialOutcome> counters =
                    compare(Limits.MOST_COUNTERS, arm, looking(arm, ProfilePass.probe(arm)), budget, seed, stop);
            List<TrialOutcome> recorded;
            try (ObservingRecording recording = new ObservingRecording(arm)) {
                recorded = compare(
                        Limits.MOST_JFR, recording.bare(), recording.recorded(), budget, seed + MOST_COMPARISONS, stop);
            }
            double nanos = Quantiles.median(counters.stream()
                    .mapToDouble(outcome -> outcome.baseline().median())
                    .toArray());
            LookingCost ofCounters = cost(counters);
            LookingCost ofJfr = cost(recorded);
            return new SelfCheckResult.Observer(
                    subject.model(),
                    subject.batch(),
                    nanos,
                    ofCounters.share(),
                    ofJfr.share(),
                    ofCounters.low(),
                    ofCounters.high(),
                    ofJfr.low(),
                    ofJfr.high());
        }
    }

    private static LookingCost cost(List<TrialOutcome> outcomes) {
        return LookingCost.of(outcomes.stream().map(TrialOutcome::ratio).toList());
    }

    /** Again where limits hold and the interval is too wide for them: by its width, not by what came out. */
    private static List<TrialOutcome> compare(
            double limit, TimedArm bare, TimedArm observed, TrialBudget budget, long seed, Cancellation stop) {
        List<TrialOutcome> outcomes = new ArrayList<>();
        boolean again;
        do {
            TrialOutcome outcome = compare(bare, observed, budget, seed + outcomes.size(), stop);
            outcomes.add(outcome);
            again = outcome.baseline().median() >= Limits.LONG_RUN_NANOS
                    && !cost(outcomes).isSharp(limit)
                    && outcomes.size() < MOST_COMPARISONS;
        } while (again);
        return outcomes;
    }

    private static TrialOutcome compare(
            TimedArm bare, TimedArm observed, TrialBudget budget, long seed, Cancellation stop) {
        return new Trial(budget, seed)
                .compare(bare, observed, new LiveBlocks(Trial.mostBlocks()), TrialListener.NONE, stop);
    }

    private static TimedArm looking(OpenArm arm, Probe probe) {
        return new TimedArm() {
            @Override
            public void run() {
                arm.run(probe);
            }

            @Override
            public void getReady() {
                arm.getReady();
            }

            @Override
            public long checksum() {
                return arm.checksum();
            }

            @Override
            public double expectedNanos() {
                return arm.expectedNanos();
            }
        };
    }
}
