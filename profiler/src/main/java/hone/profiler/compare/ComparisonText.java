package hone.profiler.compare;

import hone.profiler.report.Arm;
import hone.profiler.report.Quality;
import hone.profiler.report.RecipeText;
import hone.profiler.report.RunReport;
import hone.profiler.report.TextTable;
import hone.profiler.report.Units;
import hone.profiler.stats.Interval;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison of two reports as plain text for the terminal. */
public final class ComparisonText {
    private ComparisonText() {}

    public static String of(ReportComparison comparison, RunReport first, RunReport second) {
        StringBuilder text = new StringBuilder();
        text.append("first   ").append(heading(first)).append('\n');
        text.append("second  ").append(heading(second)).append("\n\n");
        text.append(comparison.sentence()).append(".\n\n");
        text.append(figures(comparison, first.candidate(), second.candidate())).append("\nRemarks\n");
        comparison
                .remarks()
                .forEach(remark -> text.append("  - ").append(remark).append('\n'));
        return text.toString();
    }

    /** What a report is of, on one line. */
    public static String heading(RunReport report) {
        return report.model() + " on " + report.data() + ", batch " + report.batch() + ": "
                + RecipeText.of(report.recipe(), report.baseline().recipe())
                + " (" + report.created() + ")";
    }

    private static TextTable figures(ReportComparison comparison, Arm first, Arm second) {
        TextTable table = new TextTable()
                .row("candidates", "first", "second", "")
                .row(
                        "latency",
                        Units.time(first.latency().median()),
                        Units.time(second.latency().median()),
                        "")
                .row("  95 % interval", interval(first), interval(second), "")
                .row("  first over second", "", "", interval(comparison.candidates()))
                .row("  the machine's part", "", "", interval(comparison.baselines()))
                .row("  without that part", "", "", interval(comparison.throughBaselines()))
                .row(
                        comparison.metric(),
                        number(first.quality()),
                        number(second.quality()),
                        difference(comparison, second.quality()));
        comparison
                .sizes()
                .forEach(size -> table.row(
                        size.what(),
                        Units.bytes(size.first()),
                        Units.bytes(size.second()),
                        size.difference() == 0
                                ? "same"
                                : (size.difference() > 0 ? "+" : "−") + Units.bytes(Math.abs(size.difference()))));
        return table;
    }

    private static String interval(Arm arm) {
        return Units.time(arm.latency().low()) + " – "
                + Units.time(arm.latency().high());
    }

    private static String interval(@Nullable Interval ratio) {
        return ratio == null
                ? "other baselines"
                : Units.times(ratio.estimate()) + " (" + Units.times(ratio.low()) + " – " + Units.times(ratio.high())
                        + ")";
    }

    private static String number(Quality quality) {
        return quality.isShare() ? Units.percent(quality.value()) : String.format(Locale.ROOT, "%.4f", quality.value());
    }

    private static String difference(ReportComparison comparison, Quality quality) {
        String number = quality.isShare()
                ? String.format(Locale.ROOT, "%+.2f points", 100 * comparison.qualityDifference())
                : String.format(Locale.ROOT, "%+.4f", comparison.qualityDifference());
        return number + (comparison.qualitiesApart() ? "" : ", intervals overlap");
    }
}
