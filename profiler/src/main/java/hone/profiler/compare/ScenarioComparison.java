package hone.profiler.compare;

import hone.engine.InvalidInput;
import hone.profiler.report.RecipeText;
import hone.profiler.report.TextTable;
import hone.profiler.report.Units;
import hone.profiler.report.Verdict;
import hone.profiler.scenario.ScenarioReport;
import hone.profiler.scenario.ScenarioResult;
import hone.profiler.stats.IndependentRatio;
import hone.profiler.stats.Interval;
import hone.profiler.stats.VerdictRule;
import hone.profiler.stats.VerdictSentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of two reports of one scenario, which ran at different times: through their common baseline, as
 * {@link ReportComparison} does.
 *
 * @param throughBaselines the second's gain over the first's: above 1 the second is better; null where the baselines are not
 *     the same
 * @param noiseFloor of that: how far two sessions may stray from each other
 * @param verdict on the second against the first
 * @param sentence the verdict in words
 * @param remarks what else to know
 */
public record ScenarioComparison(
        @Nullable Interval throughBaselines,
        double noiseFloor,
        Verdict verdict,
        String sentence,
        List<String> remarks) {
    public ScenarioComparison {
        remarks = List.copyOf(remarks);
    }

    /**
     * @param where what the two are called, for the sentence of an error
     * @throws InvalidInput if they cannot be compared, with every reason
     */
    public static ScenarioComparison of(ScenarioReport first, ScenarioReport second, String where) {
        Incomparable.refuse(Incomparable.reasons(first, second), where, "the same model, data, batch and load");
        ScenarioResult.Gain before = first.result().gain();
        ScenarioResult.Gain after = second.result().gain();
        double floor = AcrossSessions.floor(before.noiseFloor(), after.noiseFloor(), false);
        boolean known = before.verdict() != Verdict.UNKNOWN && after.verdict() != Verdict.UNKNOWN;
        boolean witness = known
                && first.result()
                        .baseline()
                        .recipe()
                        .equals(second.result().baseline().recipe());
        Interval through = witness ? IndependentRatio.of(of(after), of(before)) : null;
        Verdict verdict =
                through == null ? Verdict.UNKNOWN : VerdictRule.of(through, floor, true, VerdictRule.FEWEST_BLOCKS);
        String because = known
                ? "the two were measured against different baselines, and candidates of different times alone do not tell"
                : "one of the two reports came to no verdict itself";
        return new ScenarioComparison(
                through,
                floor,
                verdict,
                through == null
                        ? "Not known: " + because
                        : VerdictSentence.of(verdict, through, floor, "through the same baseline", because),
                remarks(first, second));
    }

    private static Interval of(ScenarioResult.Gain gain) {
        return new Interval(gain.median(), gain.low(), gain.high());
    }

    private static List<String> remarks(ScenarioReport first, ScenarioReport second) {
        List<String> remarks = new ArrayList<>();
        remarks.add(ReportComparison.NOT_INTERLEAVED);
        AcrossSessions.settling(
                        first.recipe(),
                        second.recipe(),
                        "scenario " + second.model() + " --as "
                                + second.result().kind().id(),
                        use(second))
                .ifPresent(remarks::add);
        ReportComparison.differs(remarks, "program", first.product(), second.product());
        ReportComparison.differs(
                remarks, "system", first.machine().os(), second.machine().os());
        ReportComparison.differs(
                remarks, "Java", first.machine().jdk(), second.machine().jdk());
        ReportComparison.differs(remarks, "seed", String.valueOf(first.seed()), String.valueOf(second.seed()));
        ReportComparison.noise(remarks, "first", first.noise());
        ReportComparison.noise(remarks, "second", second.noise());
        return remarks;
    }

    private static String use(ScenarioReport report) {
        String batch = " --batch " + report.batch();
        return report.result() instanceof ScenarioResult.Server server
                ? batch
                        + String.format(
                                Locale.ROOT, " --rate %.6g --seconds %.6g", server.perSecond(), server.seconds())
                : batch;
    }

    /** For the terminal. */
    public String text(ScenarioReport first, ScenarioReport second) {
        StringBuilder text = new StringBuilder();
        text.append("first   ").append(heading(first)).append('\n');
        text.append("second  ")
                .append(heading(second))
                .append("\n\n")
                .append(sentence)
                .append(".\n\n");
        ScenarioResult.Gain before = first.result().gain();
        ScenarioResult.Gain after = second.result().gain();
        text.append(new TextTable()
                .row("candidates", "first", "second")
                .row("gain over the baseline", Units.times(before.median()), Units.times(after.median()))
                .row("  95 % interval", interval(of(before)), interval(of(after)))
                .row("  verdict", before.verdict().text(), after.verdict().text())
                .row(
                        "typical time",
                        Units.time(first.result().candidate().typicalNanos()),
                        Units.time(second.result().candidate().typicalNanos())));
        if (throughBaselines != null) {
            text.append("\nSecond over first, through the baseline: ")
                    .append(Units.times(throughBaselines.estimate()))
                    .append(" (")
                    .append(interval(throughBaselines))
                    .append(")\n");
        }
        text.append("\nRemarks\n");
        remarks.forEach(remark -> text.append("  - ").append(remark).append('\n'));
        return text.toString();
    }

    private static String interval(Interval interval) {
        return Units.times(interval.low()) + " – " + Units.times(interval.high());
    }

    private static String heading(ScenarioReport report) {
        return report.model() + " on " + report.data() + ", "
                + report.result().kind().id() + ", batch "
                + report.batch() + ": "
                + RecipeText.of(report.recipe(), report.result().baseline().recipe()) + " ("
                + report.created() + ")";
    }
}
