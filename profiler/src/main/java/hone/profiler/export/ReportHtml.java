package hone.profiler.export;

import hone.profiler.report.Arm;
import hone.profiler.report.Latency;
import hone.profiler.report.Quality;
import hone.profiler.report.RecipeText;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.profiler.report.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A report as one page of HTML that needs nothing else: pictures as SVG in it, each with its figures as a table, what it was
 * measured on, and the whole report as JSON.
 */
public final class ReportHtml {
    private ReportHtml() {}

    public static String of(RunReport report) {
        return HtmlPage.of(
                report.model() + ": " + RecipeText.of(report.recipe()),
                head(report)
                        + latency(report)
                        + PeerSection.of(report)
                        + ReportSections.quality(report)
                        + ReportSections.ops(report)
                        + ReportSections.sizes(report)
                        + ReportSections.memory(report)
                        + ReportSections.manifest(report)
                        + HtmlPage.raw("every sample in nanoseconds", RunReportJson.text(report)));
    }

    private static String head(RunReport report) {
        Arm candidate = report.candidate();
        Latency latency = candidate.latency();
        Quality quality = candidate.quality();
        return "<h1>" + Markup.text(report.model() + ": " + RecipeText.of(report.recipe()))
                + "</h1>\n<p class=\"about\">"
                + Markup.text("against " + baseline(report.baseline().recipe()) + ", on " + report.data() + ", batch "
                        + report.batch() + "; " + report.created() + ", "
                        + report.machine().cpu())
                + "</p>\n<p class=\"verdict\">" + Markup.text(report.sentence()) + ".</p>\n<div class=\"tiles\">"
                + HtmlPage.tile(
                        Units.times(report.speedup().median()),
                        "speedup, measured",
                        "95 %: "
                                + HtmlPage.range(
                                        Units.times(report.speedup().low()),
                                        Units.times(report.speedup().high())),
                        "n = " + latency.n() + ", noise floor ±"
                                + Units.percent(report.speedup().noiseFloor()))
                + HtmlPage.tile(
                        Units.time(latency.median()),
                        "latency of a batch, measured",
                        "95 %: " + HtmlPage.range(Units.time(latency.low()), Units.time(latency.high())),
                        "n = " + latency.n() + (latency.steady() ? "" : ", not steady"))
                + HtmlPage.tile(
                        ReportSections.number(quality, quality.value()),
                        quality.metric() + ", measured",
                        "95 %: "
                                + HtmlPage.range(
                                        ReportSections.number(quality, quality.low()),
                                        ReportSections.number(quality, quality.high())),
                        "n = " + quality.n())
                + HtmlPage.tile(
                        Units.bytes(candidate.bytes().file()),
                        "model file, measured",
                        "baseline: " + Units.bytes(report.baseline().bytes().file()),
                        "length of the saved artefact")
                + "</div>\n" + warnings(report);
    }

    static String baseline(String recipe) {
        return recipe.isEmpty() ? "the plain baseline (reordered loops, FP32, one thread)" : recipe;
    }

    private static String warnings(RunReport report) {
        List<String> lines = new ArrayList<>(report.noise().warnings());
        lines.addAll(report.noise().remarks());
        lines.addAll(report.notes());
        Objects.requireNonNullElse(report.findings(), List.<hone.profiler.report.Finding>of())
                .forEach(finding -> lines.add(finding.title() + " (" + finding.evidence() + ")"));
        return HtmlPage.list(lines);
    }

    private static String latency(RunReport report) {
        HtmlTable table = new HtmlTable(
                "Latency of a batch, measured in turns in one session",
                List.of("side", "median", "95 % interval", "p90", "p99", "samples", "batches a second"));
        row(table, "baseline", report.baseline());
        row(table, "candidate", report.candidate());
        return "<h2>Latency</h2>\n"
                + HtmlPage.figure(
                        RatioSvg.of(report.speedup()),
                        "Baseline over candidate with its 95 % interval; the grey band is the noise floor, "
                                + Markup.text(
                                        "±" + Units.percent(report.speedup().noiseFloor())) + ". Measured.")
                + HtmlPage.figure(
                        LatencySvg.of(report),
                        "<span class=\"key base\"></span>baseline <span class=\"key cand\"></span>candidate; each dot"
                                + " is a timed sample, the lines are medians, the bands their 95 % intervals. Logarithmic."
                                + " Measured.")
                + table;
    }

    private static void row(HtmlTable table, String side, Arm arm) {
        Latency latency = arm.latency();
        table.row(
                side,
                Units.time(latency.median()),
                HtmlPage.range(Units.time(latency.low()), Units.time(latency.high())),
                latency.p90() == null ? "too few samples" : Units.time(latency.p90()),
                latency.p99() == null ? "too few samples" : Units.time(latency.p99()),
                latency.n() + (latency.runsPerSample() == 1 ? "" : " × " + latency.runsPerSample() + " runs"),
                String.format(Locale.ROOT, "%.1f", 1e9 / latency.median()));
    }
}
