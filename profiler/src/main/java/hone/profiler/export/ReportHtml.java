package hone.profiler.export;

import hone.profiler.report.Arm;
import hone.profiler.report.Latency;
import hone.profiler.report.Quality;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.profiler.report.Units;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A report as one page of HTML that needs nothing else: pictures as SVG in it, each with its figures as a table, what it was
 * measured on, and the whole report as JSON. The page is well-formed XML. Its policy allows its own style sheet, by hash, and
 * nothing else: no script, no picture or font from elsewhere.
 */
public final class ReportHtml {
    private ReportHtml() {}

    public static String of(RunReport report) {
        String style = style();
        return "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
                + "<meta charset=\"utf-8\"/>\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                + hash(style) + "'; base-uri 'none'; form-action 'none'\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>"
                + Markup.text(report.model() + ": " + recipe(report.recipe())) + "</title>\n<style>" + style
                + "</style>\n</head>\n<body>\n<main>\n" + head(report) + latency(report)
                + PeerSection.of(report) + ReportSections.quality(report) + ReportSections.ops(report)
                + ReportSections.sizes(report)
                + ReportSections.memory(report) + ReportSections.manifest(report) + raw(report)
                + "</main>\n</body>\n</html>\n";
    }

    static String recipe(String recipe) {
        return recipe.isEmpty() ? "nothing switched on" : recipe;
    }

    private static String head(RunReport report) {
        Arm candidate = report.candidate();
        Latency latency = candidate.latency();
        Quality quality = candidate.quality();
        return "<h1>" + Markup.text(report.model() + ": " + recipe(report.recipe())) + "</h1>\n<p class=\"about\">"
                + Markup.text("against " + baseline(report) + ", on " + report.data() + ", batch " + report.batch()
                        + "; " + report.created() + ", " + report.machine().cpu())
                + "</p>\n<p class=\"verdict\">" + Markup.text(report.sentence()) + ".</p>\n<div class=\"tiles\">"
                + tile(
                        Units.times(report.speedup().median()),
                        "speedup, measured",
                        "95 %: "
                                + range(
                                        Units.times(report.speedup().low()),
                                        Units.times(report.speedup().high())),
                        "n = " + latency.n() + ", noise floor ±"
                                + Units.percent(report.speedup().noiseFloor()))
                + tile(
                        Units.time(latency.median()),
                        "latency of a batch, measured",
                        "95 %: " + range(Units.time(latency.low()), Units.time(latency.high())),
                        "n = " + latency.n() + (latency.steady() ? "" : ", not steady"))
                + tile(
                        ReportSections.number(quality, quality.value()),
                        quality.metric() + ", measured",
                        "95 %: "
                                + range(
                                        ReportSections.number(quality, quality.low()),
                                        ReportSections.number(quality, quality.high())),
                        "n = " + quality.n())
                + tile(
                        Units.bytes(candidate.bytes().file()),
                        "model file, measured",
                        "baseline: " + Units.bytes(report.baseline().bytes().file()),
                        "length of the saved artefact")
                + "</div>\n" + warnings(report);
    }

    private static String baseline(RunReport report) {
        String recipe = report.baseline().recipe();
        return recipe.isEmpty() ? "the plain baseline (reordered loops, FP32, one thread)" : recipe;
    }

    private static String tile(String value, String... lines) {
        StringBuilder html = new StringBuilder("<div class=\"tile\"><b>" + Markup.text(value) + "</b>");
        for (String line : lines) {
            html.append("<span>").append(Markup.text(line)).append("</span>");
        }
        return html.append("</div>").toString();
    }

    static String range(String low, String high) {
        return low + " – " + high;
    }

    private static String warnings(RunReport report) {
        List<String> lines = new ArrayList<>(report.noise().warnings());
        lines.addAll(report.notes());
        Objects.requireNonNullElse(report.findings(), List.<hone.profiler.report.Finding>of())
                .forEach(finding -> lines.add(finding.title() + " (" + finding.evidence() + ")"));
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<ul>");
        lines.forEach(line -> html.append("<li>").append(Markup.text(line)).append("</li>"));
        return html.append("</ul>\n").toString();
    }

    private static String latency(RunReport report) {
        HtmlTable table = new HtmlTable(
                "Latency of a batch, measured in turns in one session",
                List.of("side", "median", "95 % interval", "p90", "p99", "samples", "batches a second"));
        row(table, "baseline", report.baseline());
        row(table, "candidate", report.candidate());
        return "<h2>Latency</h2>\n<figure>" + RatioSvg.of(report.speedup())
                + "<figcaption>Baseline over candidate with its 95 % interval; the grey band is the noise floor, "
                + Markup.text("±" + Units.percent(report.speedup().noiseFloor()))
                + ". Measured.</figcaption></figure>\n<figure>" + LatencySvg.of(report)
                + "<figcaption><span class=\"key base\"></span>baseline <span class=\"key cand\"></span>candidate; each dot"
                + " is a timed sample, the lines are medians, the bands their 95 % intervals. Logarithmic."
                + " Measured.</figcaption></figure>\n" + table;
    }

    private static void row(HtmlTable table, String side, Arm arm) {
        Latency latency = arm.latency();
        table.row(
                side,
                Units.time(latency.median()),
                range(Units.time(latency.low()), Units.time(latency.high())),
                latency.p90() == null ? "too few samples" : Units.time(latency.p90()),
                latency.p99() == null ? "too few samples" : Units.time(latency.p99()),
                latency.n() + (latency.runsPerSample() == 1 ? "" : " × " + latency.runsPerSample() + " runs"),
                String.format(Locale.ROOT, "%.1f", 1e9 / latency.median()));
    }

    private static String raw(RunReport report) {
        return "<h2>Raw samples</h2>\n<p>The whole report as JSON, with every sample in nanoseconds; saved as a file,"
                + " <code>hone history import</code> takes it.</p>\n<details><summary>Show the JSON</summary>"
                + "<pre id=\"report-json\">" + Markup.json(RunReportJson.text(report)) + "</pre></details>\n";
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(ReportHtml.class.getResourceAsStream("report.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own style sheet cannot be read", e);
        }
    }

    private static String hash(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
