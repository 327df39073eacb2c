package hone.profiler.export;

import hone.profiler.report.Arm;
import hone.profiler.report.Bytes;
import hone.profiler.report.Machine;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.Noise;
import hone.profiler.report.OpRow;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RecipeText;
import hone.profiler.report.RunReport;
import hone.profiler.report.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sections of a report's page behind its latency. */
final class ReportSections {
    private ReportSections() {}

    static String number(Quality quality, double value) {
        return quality.isShare() ? Units.percent(value) : String.format(Locale.ROOT, "%.4f", value);
    }

    static String quality(RunReport report) {
        HtmlTable table = new HtmlTable(
                "On held-out samples, through the kernels that were timed; measured",
                List.of("side", report.candidate().quality().metric(), "95 % interval", "samples"));
        quality(table, "baseline", report.baseline().quality());
        quality(table, "candidate", report.candidate().quality());
        QualityChange change = report.qualityChange();
        Quality quality = report.candidate().quality();
        int scale = quality.isShare() ? 100 : 1;
        table.row(
                "difference, paired",
                String.format(Locale.ROOT, "%+.4f%s", scale * change.difference(), quality.isShare() ? " points" : ""),
                String.format(Locale.ROOT, "%+.4f – %+.4f", scale * change.low(), scale * change.high()),
                change.n() + ", " + change.changed() + " changed");
        return "<h2>Quality</h2>\n" + table;
    }

    private static void quality(HtmlTable table, String side, Quality quality) {
        table.row(
                side,
                number(quality, quality.value()),
                HtmlPage.range(number(quality, quality.low()), number(quality, quality.high())),
                String.valueOf(quality.n()));
    }

    static String ops(RunReport report) {
        if (report.ops().isEmpty()) {
            return "";
        }
        List<BarsSvg.Bar> bars = report.ops().stream()
                .sorted((a, b) -> Double.compare(b.share(), a.share()))
                .limit(20)
                .map(op -> new BarsSvg.Bar(op.name(), op.share(), Units.percent(op.share()), "cand"))
                .toList();
        HtmlTable table = new HtmlTable(
                "Times: medians of a pass of its own, measured. FLOPs and bytes: derived by formula.",
                List.of("op", "kernel", "type", "shape", "FLOPs", "bytes", "time", "share"));
        for (OpRow op : report.ops()) {
            table.row(
                    op.name(),
                    op.kernel(),
                    op.dtype(),
                    op.shape(),
                    Units.count(op.flops()),
                    Units.bytes(op.bytes()),
                    Units.time(op.nanos()),
                    Units.percent(op.share()));
        }
        return "<h2>Where the candidate's time goes</h2>\n<figure>"
                + BarsSvg.of("ops-title", "Share of the time of each op of the candidate", bars)
                + "<figcaption>Share of the sum over all ops. Measured in a pass of its own, with a probe."
                + "</figcaption></figure>\n" + table;
    }

    static String sizes(RunReport report) {
        Bytes before = report.baseline().bytes();
        Bytes after = report.candidate().bytes();
        List<BarsSvg.Bar> bars = new ArrayList<>();
        HtmlTable table = new HtmlTable("Bytes of model and plan", List.of("what", "baseline", "candidate", "how"));
        size(bars, table, "model, nominal", before.nominal(), after.nominal(), "derived");
        size(bars, table, "model, file", before.file(), after.file(), "measured");
        size(bars, table, "model, resident", before.resident(), after.resident(), "measured");
        size(bars, table, "peak of the plan", before.peak(), after.peak(), "derived");
        return "<h2>Sizes</h2>\n<figure>" + BarsSvg.of("sizes-title", "Sizes of baseline and candidate in bytes", bars)
                + "<figcaption><span class=\"key base\"></span>baseline <span class=\"key cand\"></span>candidate"
                + "</figcaption></figure>\n" + table;
    }

    private static void size(
            List<BarsSvg.Bar> bars, HtmlTable table, String what, long before, long after, String how) {
        bars.add(new BarsSvg.Bar(what, before, Units.bytes(before), "base"));
        bars.add(new BarsSvg.Bar("", after, Units.bytes(after), "cand"));
        table.row(what, Units.bytes(before), Units.bytes(after), how);
    }

    static String memory(RunReport report) {
        Arm candidate = report.candidate();
        List<BarsSvg.Bar> bars = new ArrayList<>();
        HtmlTable table = new HtmlTable(
                "Memory of the whole process while it held the candidate", List.of("category", "bytes", "how"));
        for (MemoryPart part : candidate.memory().parts()) {
            bars.add(new BarsSvg.Bar(part.category(), part.bytes(), Units.bytes(part.bytes()), "cand"));
            table.row(part.category(), Units.bytes(part.bytes()), part.source());
        }
        long unattributed = candidate.memory().unattributed();
        bars.add(new BarsSvg.Bar("unattributed", unattributed, Units.bytes(unattributed), "base"));
        table.row("unattributed", Units.bytes(unattributed), "the rest")
                .row("resident, by the system", Units.bytes(candidate.memory().osResident()), "measured");
        return "<h2>Memory</h2>\n<figure>" + BarsSvg.of("memory-title", "Memory of the process by category", bars)
                + "</figure>\n" + table;
    }

    static String manifest(RunReport report) {
        HtmlTable table = new HtmlTable("What it was measured on", List.of("fact", "value"));
        table.row("program", report.product())
                .row("measured", report.created())
                .row("model", report.model() + ", checkpoint " + report.checkpoint())
                .row("parameters", String.valueOf(report.candidate().parameters()))
                .row("data", report.data())
                .row("recipe of the candidate", RecipeText.of(report.recipe()))
                .row("recipe of the baseline", RecipeText.of(report.baseline().recipe()))
                .row(
                        "threads",
                        report.baseline().threads() + " and "
                                + report.candidate().threads())
                .row("batch, seed", report.batch() + ", " + report.seed());
        machine(table, report.machine(), report.noise());
        if (report.certified() != null) {
            table.row("certified", hone.profiler.report.CertifiedText.sentence(report.certified()));
        }
        return "<h2>Environment</h2>\n" + table;
    }

    /** The rows on the machine, and on what else it did. */
    static void machine(HtmlTable table, Machine machine, Noise noise) {
        table.row("processor", machine.cpu() + ", " + machine.cores() + " logical, " + machine.vectorBits() + "-bit")
                .row("memory", Units.bytes(machine.memoryBytes()))
                .row("system", machine.os())
                .row("Java", machine.jdk())
                .row("machine profile", machine.profileHash())
                .row("governor", noise.governor())
                .row("load of other processes", String.format(Locale.ROOT, "%.2f processors", noise.loadOfOthers()))
                .row(
                        "calibration kernel",
                        Units.time(noise.calibrationBefore()) + " before, " + Units.time(noise.calibrationAfter())
                                + " after");
        if (noise.throughputBefore() != null && noise.throughputAfter() != null) {
            table.row(
                    "calibration kernel that fills a core",
                    Units.time(noise.throughputBefore()) + " before, " + Units.time(noise.throughputAfter())
                            + " after");
        }
    }
}
