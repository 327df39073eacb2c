package hone.profiler.compare;

import hone.engine.InvalidInput;
import hone.profiler.report.Arm;
import hone.profiler.report.Certified;
import hone.profiler.report.Latency;
import hone.profiler.report.Noise;
import hone.profiler.report.Quality;
import hone.profiler.report.Ratio;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;
import hone.profiler.stats.IndependentRatio;
import hone.profiler.stats.Interval;
import hone.profiler.stats.VerdictRule;
import hone.profiler.stats.VerdictSentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of two reports, which ran at different times. All ratios are of time: above 1 the second is faster.
 *
 * <p>Between two sessions a machine changes its speed, and nothing in the candidates' own times can tell that from a
 * difference between them. Where both were measured against the same baseline, that baseline is the witness: the ratio
 * of the two speedups leaves the machine's change out, and is what the verdict rests on. Without it there is no verdict.
 *
 * @param candidates the first candidate's median time over the second's
 * @param baselines the first baseline's median time over the second's: how the machine changed; null where the baselines
 *     are not the same
 * @param throughBaselines the second's speedup over the first's; null where the baselines are not the same
 * @param noiseFloor of that: how far two sessions may stray from each other
 * @param verdict on the second against the first
 * @param sentence the verdict in words
 * @param metric of the quality
 * @param qualityDifference the second's quality less the first's; not paired, as the answers are not kept
 * @param qualitiesApart whether the two qualities' intervals lie apart
 * @param sizes of model and memory
 * @param remarks what else to know
 */
public record ReportComparison(
        Interval candidates,
        @Nullable Interval baselines,
        @Nullable Interval throughBaselines,
        double noiseFloor,
        Verdict verdict,
        String sentence,
        String metric,
        double qualityDifference,
        boolean qualitiesApart,
        List<SizeChange> sizes,
        List<String> remarks) {
    /** Why such figures are less than those of one interleaved run. */
    public static final String NOT_INTERLEAVED = "The two reports were measured at different times and not in turns,"
            + " so what the machine did in between is part of their difference";

    public ReportComparison {
        sizes = List.copyOf(sizes);
        remarks = List.copyOf(remarks);
    }

    /**
     * @param where what the two are called, for the sentence of an error
     * @throws InvalidInput if they cannot be compared, with every reason
     */
    public static ReportComparison of(RunReport first, RunReport second, String where) {
        Incomparable.refuse(Incomparable.reasons(first, second), where, "the same model, data and batch");
        boolean witness = sameBaseline(first.baseline(), second.baseline());
        Interval baselines =
                witness ? ratio(first.baseline().latency(), second.baseline().latency()) : null;
        boolean certified = isCertified(first) && isCertified(second);
        Interval through = witness ? IndependentRatio.of(speedup(second, certified), speedup(first, certified)) : null;
        double floor = AcrossSessions.floor(
                first.speedup().noiseFloor(), second.speedup().noiseFloor(), certified);
        boolean known = verdict(first, certified) != Verdict.UNKNOWN && verdict(second, certified) != Verdict.UNKNOWN;
        Verdict verdict =
                through == null ? Verdict.UNKNOWN : VerdictRule.of(through, floor, known, VerdictRule.FEWEST_BLOCKS);
        Quality before = first.candidate().quality();
        Quality after = second.candidate().quality();
        return new ReportComparison(
                ratio(first.candidate().latency(), second.candidate().latency()),
                baselines,
                through,
                floor,
                verdict,
                sentence(verdict, through, floor, runs(first, second, certified)),
                after.metric(),
                after.value() - before.value(),
                after.low() > before.high() || after.high() < before.low(),
                sizes(first.candidate(), second.candidate()),
                remarks(first, second, baselines, certified));
    }

    private static boolean sameBaseline(Arm one, Arm other) {
        return one.recipe().equals(other.recipe())
                && one.threads() == other.threads()
                && one.latency().median() > 0
                && other.latency().median() > 0;
    }

    private static Interval ratio(Latency over, Latency under) {
        return IndependentRatio.of(
                new Interval(over.median(), over.low(), over.high()),
                new Interval(under.median(), under.low(), under.high()));
    }

    private static boolean isCertified(RunReport report) {
        return report.certified() != null && report.certified().valid();
    }

    private static Interval speedup(RunReport report, boolean certified) {
        Ratio live = report.speedup();
        return certified
                ? certifiedSpeedup(Objects.requireNonNull(report.certified()).speedup())
                : new Interval(live.median(), live.low(), live.high());
    }

    private static Verdict verdict(RunReport report, boolean certified) {
        return certified ? Objects.requireNonNull(report.certified()).verdict() : report.verdict();
    }

    private static String runs(RunReport first, RunReport second, boolean certified) {
        return certified
                ? Objects.requireNonNull(first.certified()).forks() + " and "
                        + Objects.requireNonNull(second.certified()).forks() + " processes of each side"
                : first.candidate().latency().n() + " and "
                        + second.candidate().latency().n() + " samples";
    }

    private static Interval certifiedSpeedup(Certified.Speedup speedup) {
        return new Interval(speedup.median(), speedup.low(), speedup.high());
    }

    private static String sentence(Verdict verdict, @Nullable Interval through, double floor, String runs) {
        if (through == null) {
            return "Not known: the two were measured against different baselines, and candidates of different times"
                    + " alone do not tell";
        }
        return VerdictSentence.of(verdict, through, floor, runs, "one of the two reports came to no verdict itself");
    }

    private static List<SizeChange> sizes(Arm first, Arm second) {
        return List.of(
                new SizeChange(
                        "model, nominal",
                        first.bytes().nominal(),
                        second.bytes().nominal(),
                        "derived"),
                new SizeChange(
                        "model, file", first.bytes().file(), second.bytes().file(), "measured"),
                new SizeChange(
                        "model, resident",
                        first.bytes().resident(),
                        second.bytes().resident(),
                        "measured"),
                new SizeChange(
                        "peak memory", first.bytes().peak(), second.bytes().peak(), "derived"),
                new SizeChange(
                        "process, resident",
                        first.memory().osResident(),
                        second.memory().osResident(),
                        "measured"));
    }

    private static List<String> remarks(
            RunReport first, RunReport second, @Nullable Interval baselines, boolean certified) {
        List<String> remarks = new ArrayList<>();
        remarks.add(NOT_INTERLEAVED);
        AcrossSessions.settling(first.recipe(), second.recipe(), "run " + second.model(), " --batch " + second.batch())
                .ifPresent(remarks::add);
        if (certified && baselines != null) {
            remarks.add("both are certified, and their certified speedups are compared");
        }
        if (baselines != null && !baselines.contains(1)) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "the same baseline took %.2f times as long the second time: the machine itself changed",
                    1 / baselines.estimate()));
        }
        differs(remarks, "model's name", first.model(), second.model());
        differs(remarks, "program", first.product(), second.product());
        differs(remarks, "system", first.machine().os(), second.machine().os());
        if (!first.machine().profileHash().equals(second.machine().profileHash())) {
            remarks.add(
                    "kernels were chosen by different measurements of the machine, so an op may run on another kernel");
        }
        differs(remarks, "Java", first.machine().jdk(), second.machine().jdk());
        differs(remarks, "seed", String.valueOf(first.seed()), String.valueOf(second.seed()));
        noise(remarks, "first", first.noise());
        noise(remarks, "second", second.noise());
        return remarks;
    }

    static void differs(List<String> remarks, String what, String one, String other) {
        if (!one.equals(other)) {
            remarks.add("the " + what + " is " + one + " in the first and " + other + " in the second");
        }
    }

    /** What was warned of and remarked in one of two measurements that did not take turns. */
    static void noise(List<String> remarks, String which, Noise noise) {
        noise.warnings().forEach(warning -> remarks.add("noise in the " + which + ": " + warning));
        noise.remarks().forEach(remark -> remarks.add("noise in the " + which + ": " + remark));
    }
}
