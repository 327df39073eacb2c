package hone.profiler.selfcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the meta-tests are held to. A limit is missed where a figure that is sharp enough lies beyond it, or where its whole interval
 * does; a figure whose interval is too wide to say so leaves it undecided, and is told as such.
 */
final class Limits {
    static final double LONG_RUN_NANOS = 1e6;
    static final double MOST_COUNTERS = 0.01;
    static final double MOST_JFR = 0.03;

    /**
     * How often a delay must be seen.
     *
     * @param percent of a run
     * @param needed share of the comparisons that can show it
     */
    record Detection(int percent, double needed) {}

    static final List<Detection> DETECTIONS =
            List.of(new Detection(3, 0.80), new Detection(5, 0.95), new Detection(10, 0.99));

    /** Designed for 3 %; beyond this it fails. */
    private static final double MOST_FALSE = 0.065;

    private static final double MOST_NEUTRAL = 0.05;
    private static final int FEWEST_ABLATIONS = 20;
    private static final int FEWEST_DETECTIONS = 5;
    private static final double LEAST_COVERAGE = 0.93;
    private static final double MOST_COVERAGE = 0.97;
    private static final double MOST_EMPTY_NANOS = 5;
    private static final double TOLERATED_OUTSIDE = 0.1;

    private final SelfCheckResult found;
    private final List<String> missed = new ArrayList<>();
    private final List<String> undecided = new ArrayList<>();

    private Limits(SelfCheckResult found) {
        this.found = found;
        verdicts();
        DETECTIONS.forEach(this::detection);
        cover("blocks", found.coverage());
        cover("processes", found.coverageOfForks());
        ablations();
        machine();
        outside();
        found.observer().stream()
                .filter(one -> one.runNanos() >= LONG_RUN_NANOS)
                .forEach(this::looking);
    }

    static List<String> missed(SelfCheckResult found) {
        return List.copyOf(new Limits(found).missed);
    }

    static List<String> undecided(SelfCheckResult found) {
        return List.copyOf(new Limits(found).undecided);
    }

    /** By how much a rate of so many may be off by chance. */
    private static double chance(double rate, int count) {
        return 2 * Math.sqrt(rate * (1 - rate) / count);
    }

    private void verdicts() {
        double chance = found.pairs() < 1_000 ? chance(MOST_FALSE, found.pairs()) : 0;
        if (found.falseVerdictRate() > MOST_FALSE + chance) {
            missed.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of comparisons of a plan with itself were called different, more than %.1f %%",
                    100 * found.falseVerdictRate(),
                    100 * MOST_FALSE));
        }
    }

    private void detection(Detection asked) {
        SelfCheckResult.Delay delay = found.delays().get(Integer.toString(asked.percent()));
        if (delay == null || delay.able() < FEWEST_DETECTIONS) {
            undecided.add(String.format(
                    Locale.ROOT,
                    "a delay of %d %% is not detectable here: %d of %d comparisons were sharp enough",
                    asked.percent(),
                    delay == null ? 0 : delay.able(),
                    found.detections()));
        } else if (delay.seenByAble() < asked.needed() - chance(asked.needed(), delay.able())) {
            missed.add(String.format(
                    Locale.ROOT,
                    "a delay of %d %% was seen in %.0f %% of the comparisons that were sharp enough",
                    asked.percent(),
                    100 * delay.seenByAble()));
        }
    }

    private void cover(String of, double coverage) {
        if (coverage < LEAST_COVERAGE || coverage > MOST_COVERAGE) {
            missed.add(String.format(
                    Locale.ROOT, "95 %% intervals of %s hold the truth in %.1f %% of cases", of, 100 * coverage));
        }
    }

    private void ablations() {
        if (found.ablations() >= FEWEST_ABLATIONS
                && found.neutralAblationRate() > MOST_NEUTRAL + chance(MOST_NEUTRAL, found.ablations())) {
            missed.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of ablations of nothing flagged an effect",
                    100 * found.neutralAblationRate()));
        }
    }

    private void machine() {
        if (found.emptyKernelNanos() > MOST_EMPTY_NANOS) {
            missed.add(String.format(Locale.ROOT, "a run of nothing reads %.1f ns", found.emptyKernelNanos()));
        }
        if (!found.stressorWarned()) {
            missed.add("a process that kept a processor busy raised no warning");
        }
    }

    private void outside() {
        SelfCheckResult.Outside outside = found.outside();
        if (outside == null) {
            missed.add(found.unmeasured());
            return;
        }
        boolean sharp = (outside.ratioHigh() - outside.ratioLow()) / 2 <= OutsideClock.SHARP;
        boolean whollyBeyond =
                outside.ratioLow() > 1 + TOLERATED_OUTSIDE || outside.ratioHigh() < 1 - TOLERATED_OUTSIDE;
        String times = String.format(
                Locale.ROOT,
                "the clock on the wall says %.0f ns a run of %s, a trial %.0f ns (ratio %.2f to %.2f)",
                outside.wallClock(),
                outside.model(),
                outside.product(),
                outside.ratioLow(),
                outside.ratioHigh());
        if (whollyBeyond || (sharp && Math.abs(outside.ratio() - 1) > TOLERATED_OUTSIDE)) {
            missed.add(times);
        } else if (!sharp) {
            undecided.add(times);
        }
    }

    private void looking(SelfCheckResult.Observer one) {
        looking(one, "counters", MOST_COUNTERS, new LookingCost(one.counters(), one.countersLow(), one.countersHigh()));
        looking(one, "recording", MOST_JFR, new LookingCost(one.jfr(), one.jfrLow(), one.jfrHigh()));
    }

    private void looking(SelfCheckResult.Observer one, String by, double limit, LookingCost cost) {
        String costs = String.format(
                Locale.ROOT,
                "looking at %s at batch %d costs %.1f %% by %s (%.1f to %.1f)",
                one.model(),
                one.batch(),
                100 * cost.share(),
                by,
                100 * cost.low(),
                100 * cost.high());
        if (cost.low() > limit || (cost.isSharp(limit) && cost.share() > limit)) {
            missed.add(costs);
        } else if (!cost.isSharp(limit) && cost.high() > limit) {
            undecided.add(costs);
        }
    }
}
