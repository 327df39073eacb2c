package hone.profiler.selfcheck;

import hone.engine.Cancellation;
import hone.engine.Unavailable;
import hone.profiler.arm.OpenArm;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.report.Latency;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TimedArm;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.LongFunction;

/** Runs the meta-tests of the measuring on this machine, one behind the other. */
public final class SelfCheck {
    private static final TrialBudget SHORT = new TrialBudget(250_000_000L, 200_000_000L, 1_500_000_000L);
    private static final int[] DELAYS = {3, 5, 10};
    private static final double[] NEEDED = {0.80, 0.95, 0.99};
    private static final int COVERAGE_TRIALS = 2_000;

    /** Designed for 3 %; beyond this it fails. */
    private static final double MOST_FALSE = 0.065;

    private static final double MOST_EMPTY_NANOS = 5;
    private static final double TOLERATED_OUTSIDE = 0.1;
    static final double LONG_RUN_NANOS = 1e6;
    private static final double MOST_COUNTERS = 0.01;
    private static final double MOST_JFR = 0.03;

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
        double load = Math.max(found.loadOfOthers(), guard.after().loadOfOthers());
        return judged(found, observer, load);
    }

    private SelfCheckResult compared(OpenArm arm, Listener listener, Cancellation stop) {
        NoiseGuard guard = NoiseGuard.before();
        SameAgainstSame same = SameAgainstSame.of(
                arm, pairs, SHORT, seed, share -> listener.progress(0.3 * share, "a plan against itself"), stop);
        SequencedMap<String, Double> detected = delays(arm, listener, stop);
        listener.progress(0.45, "intervals of made-up timings");
        double ofBlocks = Coverage.ofBlocks(COVERAGE_TRIALS, seed);
        double ofForks = Coverage.ofForks(COVERAGE_TRIALS, seed);
        listener.progress(0.5, "a run of nothing");
        double empty = trial(() -> {}, stop).median();
        double load = guard.after().loadOfOthers(); // what comes next are other processes of the check's own
        listener.progress(0.52, "another process that works");
        boolean warned = Stressor.warned(needs.stress());
        listener.progress(0.55, "the clock on the wall");
        SelfCheckResult.Outside outside = null;
        String unmeasured = "";
        try {
            outside = outside(arm, stop);
        } catch (Unavailable e) {
            unmeasured = String.valueOf(e.getMessage());
        }
        return new SelfCheckResult(
                same.falseVerdictRate(),
                pairs,
                same.detectableFrom(),
                detected,
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
                load,
                List.of());
    }

    private int detections() {
        return Math.max(5, pairs / 5);
    }

    private SequencedMap<String, Double> delays(OpenArm arm, Listener listener, Cancellation stop) {
        double nanos = trial(arm, stop).median();
        SequencedMap<String, Double> detected = new LinkedHashMap<>();
        for (int i = 0; i < DELAYS.length; i++) {
            int percent = DELAYS[i];
            double from = 0.3 + 0.05 * i;
            detected.put(
                    Integer.toString(percent),
                    InjectedDelay.detected(
                            arm,
                            nanos,
                            percent / 100.0,
                            detections(),
                            SHORT,
                            seed + 1_000L * percent,
                            share -> listener.progress(from + 0.05 * share, "a delay of " + percent + " %"),
                            stop));
        }
        return detected;
    }

    /** Before and after the other processes, as the machine may have changed its speed meanwhile. */
    private SelfCheckResult.Outside outside(OpenArm arm, Cancellation stop) {
        double before = trial(arm, stop).median();
        double wallClock = OutsideClock.nanosPerRun(needs.infer(), before, stop);
        double after = trial(arm, stop).median();
        return new SelfCheckResult.Outside(needs.comparisons().model(), (before + after) / 2, wallClock);
    }

    private Latency trial(TimedArm arm, Cancellation stop) {
        return new Trial(SHORT, seed)
                .compare(arm, arm, new LiveBlocks(Trial.mostBlocks()), TrialListener.NONE, stop)
                .baseline();
    }

    private static SelfCheckResult judged(SelfCheckResult found, List<SelfCheckResult.Observer> observer, double load) {
        return new SelfCheckResult(
                found.falseVerdictRate(),
                found.pairs(),
                found.detectableFrom(),
                found.detected(),
                found.detections(),
                found.coverage(),
                found.coverageOfForks(),
                found.neutralAblationRate(),
                found.ablations(),
                found.emptyKernelNanos(),
                found.stressorWarned(),
                found.outside(),
                found.unmeasured(),
                observer,
                load,
                failures(found, observer));
    }

    /** Limits that were missed; rates by few comparisons are given the chance that few have. */
    static List<String> failures(SelfCheckResult found, List<SelfCheckResult.Observer> observer) {
        List<String> failures = new ArrayList<>();
        double chance = 2 * Math.sqrt(MOST_FALSE * (1 - MOST_FALSE) / found.pairs());
        if (found.falseVerdictRate() > MOST_FALSE + (found.pairs() < 1_000 ? chance : 0)) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of comparisons of a plan with itself were called different, more than %.1f %%",
                    100 * found.falseVerdictRate(),
                    100 * MOST_FALSE));
        }
        for (int i = 0; i < DELAYS.length; i++) {
            double delay = DELAYS[i] / 100.0;
            double rate = found.detected().getOrDefault(Integer.toString(DELAYS[i]), 0.0);
            double slack = 2 * Math.sqrt(NEEDED[i] * (1 - NEEDED[i]) / found.detections());
            if (found.detectableFrom() < delay && rate < NEEDED[i] - slack) {
                failures.add(String.format(
                        Locale.ROOT, "a delay of %d %% was seen in %.0f %% of comparisons", DELAYS[i], 100 * rate));
            }
        }
        cover(failures, "blocks", found.coverage());
        cover(failures, "processes", found.coverageOfForks());
        if (found.ablations() >= 20 && found.neutralAblationRate() > 0.05 + 2 * Math.sqrt(0.0475 / found.ablations())) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of ablations of nothing flagged an effect",
                    100 * found.neutralAblationRate()));
        }
        if (found.emptyKernelNanos() > MOST_EMPTY_NANOS) {
            failures.add(String.format(Locale.ROOT, "a run of nothing reads %.1f ns", found.emptyKernelNanos()));
        }
        if (!found.stressorWarned()) {
            failures.add("a process that kept a processor busy raised no warning");
        }
        SelfCheckResult.Outside outside = found.outside();
        if (outside == null) {
            failures.add(found.unmeasured());
        } else if (Math.abs(outside.wallClock() / outside.product() - 1) > TOLERATED_OUTSIDE) {
            failures.add(String.format(
                    Locale.ROOT,
                    "the clock on the wall says %.0f ns a run of %s, a trial %.0f ns",
                    outside.wallClock(),
                    outside.model(),
                    outside.product()));
        }
        for (SelfCheckResult.Observer one : observer) {
            if (one.runNanos() >= LONG_RUN_NANOS && (one.counters() > MOST_COUNTERS || one.jfr() > MOST_JFR)) {
                failures.add(String.format(
                        Locale.ROOT,
                        "looking at %s at batch %d costs %.1f %% by counters and %.1f %% by recording",
                        one.model(),
                        one.batch(),
                        100 * one.counters(),
                        100 * one.jfr()));
            }
        }
        return failures;
    }

    private static void cover(List<String> failures, String of, double coverage) {
        if (coverage < 0.93 || coverage > 0.97) {
            failures.add(String.format(
                    Locale.ROOT, "95 %% intervals of %s hold the truth in %.1f %% of cases", of, 100 * coverage));
        }
    }
}
