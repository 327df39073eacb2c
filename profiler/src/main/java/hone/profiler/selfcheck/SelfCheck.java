package hone.profiler.selfcheck;

import hone.engine.Cancellation;
import hone.engine.Unavailable;
import hone.profiler.arm.OpenArm;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TimedArm;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongFunction;

/** Runs the meta-tests of the measuring on this machine, one behind the other. */
public final class SelfCheck {
    private static final TrialBudget SHORT = new TrialBudget(250_000_000L, 200_000_000L, 1_500_000_000L);
    private static final int COVERAGE_TRIALS = 2_000;

    /** Hears how far it has come. */
    @FunctionalInterface
    public interface Listener {
        void progress(double fraction, String what);
    }

    /**
     * What the checks need of the program.
     *
     * @param comparisons the subject of comparisons
     * @param observed subjects of what looking costs
     * @param stress the command of a process that keeps a processor busy
     * @param infer the command of a process that makes so many runs of {@code comparisons} and ends
     */
    public record Needs(
            Subject comparisons, List<Subject> observed, List<String> stress, LongFunction<List<String>> infer) {
        public Needs {
            observed = List.copyOf(observed);
            stress = List.copyOf(stress);
        }
    }

    private final Needs needs;
    private final int pairs;
    private final long seed;

    /** @param pairs comparisons of a plan with itself, 8 or more; a fifth as many for each delay */
    public SelfCheck(Needs needs, int pairs, long seed) {
        this.needs = needs;
        this.pairs = pairs;
        this.seed = seed;
    }

    /** Checks on the calling thread. */
    public SelfCheckResult run(Listener listener, Cancellation stop) {
        SelfCheckResult found;
        try (OpenArm arm = needs.comparisons().open().get()) {
            found = compared(arm, listener, stop);
        }
        listener.progress(0.65, "what looking costs");
        NoiseGuard guard = NoiseGuard.before();
        List<SelfCheckResult.Observer> observer = new ArrayList<>();
        for (Subject subject : needs.observed()) {
            listener.progress(
                    0.65 + 0.35 * observer.size() / needs.observed().size(),
                    "what looking costs: " + subject.model() + " at batch " + subject.batch());
            observer.add(ObserverEffect.of(subject, seed, stop));
        }
        return found.with(observer, guard.after().loadOfOthers());
    }

    private SelfCheckResult compared(OpenArm arm, Listener listener, Cancellation stop) {
        NoiseGuard guard = NoiseGuard.before();
        SameAgainstSame same = SameAgainstSame.of(
                arm, pairs, SHORT, seed, share -> listener.progress(0.3 * share, "a plan against itself"), stop);
        SequencedMap<String, SelfCheckResult.Delay> delays = delays(arm, listener, stop);
        listener.progress(0.45, "a run of nothing");
        double earlier = nothing(stop);
        listener.progress(0.45, "intervals of made-up timings");
        double ofBlocks = Coverage.ofBlocks(COVERAGE_TRIALS, seed);
        double ofForks = Coverage.ofForks(COVERAGE_TRIALS, seed);
        listener.progress(0.5, "a run of nothing");
        double empty = Math.min(earlier, nothing(stop));
        double load = guard.after().loadOfOthers(); // what comes next are other processes of the check's own
        listener.progress(0.52, "another process that works");
        boolean warned = Stressor.warned(needs.stress());
        SelfCheckResult.Outside outside = null;
        String unmeasured = "";
        try {
            outside = new OutsideClock(needs.infer(), stop)
                    .beside(
                            needs.comparisons().model(),
                            () -> median(arm, stop),
                            share -> listener.progress(0.55 + 0.1 * share, "the clock on the wall"));
        } catch (Unavailable e) {
            unmeasured = String.valueOf(e.getMessage());
        }
        return new SelfCheckResult(
                same.falseVerdictRate(),
                pairs,
                same.detectableFrom(),
                delays,
                detections(),
                ofBlocks,
                ofForks,
                same.neutralAblationRate(),
                same.ablations(),
                empty,
                warned,
                outside,
                unmeasured,
                List.of(),
                load);
    }

    private int detections() {
        return Math.max(5, pairs / 5);
    }

    private SequencedMap<String, SelfCheckResult.Delay> delays(OpenArm arm, Listener listener, Cancellation stop) {
        SequencedMap<String, SelfCheckResult.Delay> delays = new LinkedHashMap<>();
        for (Limits.Detection asked : Limits.DETECTIONS) {
            double from = 0.3 + 0.05 * delays.size();
            delays.put(
                    Integer.toString(asked.percent()),
                    new InjectedDelay(asked.percent() / 100.0, asked.needed())
                            .seen(
                                    arm,
                                    detections(),
                                    SHORT,
                                    seed + 1_000L * asked.percent(),
                                    share -> listener.progress(
                                            from + 0.05 * share, "a delay of " + asked.percent() + " %"),
                                    stop));
        }
        return delays;
    }

    /**
     * What the stopwatch reads where there is nothing to read, in nanoseconds. Taken at two moments: what shares a core for some
     * seconds only adds to it, so the less of them is what the measuring itself adds. Neither comes first of all: where nothing
     * else was timed before, the compiler leaves the empty run out altogether.
     */
    private double nothing(Cancellation stop) {
        return median(() -> {}, stop);
    }

    private double median(TimedArm arm, Cancellation stop) {
        return new Trial(SHORT, seed)
                .compare(arm, arm, new LiveBlocks(Trial.mostBlocks()), TrialListener.NONE, stop)
                .baseline()
                .median();
    }
}
