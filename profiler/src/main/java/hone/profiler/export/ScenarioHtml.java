package hone.profiler.export;

import hone.profiler.report.Ratio;
import hone.profiler.report.RecipeText;
import hone.profiler.report.Units;
import hone.profiler.scenario.ScenarioJson;
import hone.profiler.scenario.ScenarioReport;
import hone.profiler.scenario.ScenarioResult;
import hone.profiler.scenario.ScenarioText;
import java.util.List;

/** A scenario's report as one page: its pictures with their figures as a table, what it was measured on, and all values. */
public final class ScenarioHtml {
    private static final String SIDES =
            "<span class=\"key base\"></span>baseline <span class=\"key cand\"></span>candidate";

    private static final String VALUES =
            "every time that was counted, to a thousandth (histograms as HdrHistogram packs them, in Base64), or each pass";

    private ScenarioHtml() {}

    public static String of(ScenarioReport report) {
        String title = report.model() + ", " + report.result().kind().id() + ": " + RecipeText.of(report.recipe());
        ScenarioResult.Gain gain = report.result().gain();
        return HtmlPage.of(
                title,
                "<h1>" + Markup.text(title) + "</h1>\n<p class=\"about\">"
                        + Markup.text("against "
                                + ReportHtml.baseline(report.result().baseline().recipe()) + ", "
                                + ScenarioText.about(report) + ", on " + report.data() + "; " + report.created() + ", "
                                + report.machine().cpu())
                        + "</p>\n<p class=\"verdict\">" + Markup.text(report.sentence()) + ".</p>\n"
                        + HtmlPage.list(report.notes())
                        + "<h2>Gain</h2>\n"
                        + HtmlPage.figure(
                                RatioSvg.of(new Ratio(gain.median(), gain.low(), gain.high(), gain.noiseFloor())),
                                "How much better the candidate is, with the 95 % interval; the grey band is the noise floor, "
                                        + Markup.text("±" + Units.percent(gain.noiseFloor())) + ". Measured.")
                        + figures(report.result()) + manifest(report)
                        + HtmlPage.raw(VALUES, ScenarioJson.FORM.text(report)));
    }

    private static String figures(ScenarioResult result) {
        StringBuilder html = new StringBuilder("<h2>Figures</h2>\n");
        switch (result) {
            case ScenarioResult.Single single ->
                html.append(HtmlPage.figure(
                        PercentileSvg.of(
                                "latency-title",
                                "Latency",
                                single.baseline().latency(),
                                single.candidate().latency()),
                        SIDES + "; latency of a query, logarithmic. Measured."));
            case ScenarioResult.Offline offline ->
                html.append(HtmlPage.figure(
                        BarsSvg.of(
                                "rate-title",
                                "Samples a second of baseline and candidate",
                                List.of(
                                        bar("baseline", offline.baseline(), "base"),
                                        bar("candidate", offline.candidate(), "cand"))),
                        "Samples a second, each side in its best batch. Measured."));
            case ScenarioResult.Server server ->
                html.append(HtmlPage.figure(
                                PercentileSvg.of(
                                        "latency-title",
                                        "Latency from arrival",
                                        server.baseline().latency(),
                                        server.candidate().latency()),
                                SIDES + "; latency from arrival, waiting included, logarithmic. Measured."))
                        .append(HtmlPage.figure(
                                PercentileSvg.of(
                                        "service-title",
                                        "Service",
                                        server.baseline().service(),
                                        server.candidate().service()),
                                SIDES + "; service alone, from the beginning to the end, logarithmic. Measured."));
        }
        HtmlTable table = new HtmlTable("The same in figures", List.of("what", "baseline", "candidate"));
        ScenarioText.figures(result).rows().stream()
                .skip(1)
                .forEach(cells -> table.row(cells.get(0), cells.get(1), cells.get(2)));
        return html.append(table).toString();
    }

    private static BarsSvg.Bar bar(String name, ScenarioResult.OfflineSide side, String whose) {
        return new BarsSvg.Bar(name, side.samplesPerSecond(), Units.count(side.samplesPerSecond()), whose);
    }

    private static String manifest(ScenarioReport report) {
        HtmlTable table = new HtmlTable("What it was measured on", List.of("fact", "value"));
        table.row("program", report.product())
                .row("measured", report.created())
                .row("model", report.model() + ", checkpoint " + report.checkpoint())
                .row("data", report.data())
                .row("recipe of the candidate", RecipeText.of(report.recipe()))
                .row(
                        "recipe of the baseline",
                        RecipeText.of(report.result().baseline().recipe()))
                .row("batch, seed", report.batch() + ", " + report.seed());
        ReportSections.machine(table, report.machine(), report.noise());
        return "<h2>Environment</h2>\n" + table;
    }
}
