package hone.profiler.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run report as a plain-text summary for the terminal: verdict first, then the numbers with units and intervals. */
public final class RunReportText {
    private RunReportText() {}

    public static String of(RunReport report) {
        StringBuilder text = new StringBuilder();
        text.append(heading(report)).append("\n\n");
        text.append(report.sentence())
                .append(".\n")
                .append(qualitySentence(report))
                .append("\n\n");
        Optional.ofNullable(report.certified())
                .ifPresent(certified ->
                        text.append(CertifiedText.of(certified, report)).append('\n'));
        Optional.ofNullable(report.peer())
                .ifPresent(peer -> text.append(PeerText.of(peer)).append('\n'));
        text.append(arms(report)).append('\n');
        text.append(ops(report));
        text.append(findings(report));
        List<String> notes = new ArrayList<>(report.noise().warnings());
        notes.addAll(report.noise().remarks());
        notes.addAll(report.notes());
        if (!notes.isEmpty()) {
            text.append("\nNotes\n");
            notes.forEach(note -> text.append("  - ").append(note).append('\n'));
        }
        return text.append('\n').append(machine(report)).toString();
    }

    private static String heading(RunReport report) {
        return report.model() + " on " + report.data() + ", batch " + report.batch() + ": "
                + RecipeText.of(report.recipe(), report.baseline().recipe());
    }

    private static String qualitySentence(RunReport report) {
        QualityChange change = report.qualityChange();
        if (change.n() == 0) {
            return "Quality was not evaluated.";
        }
        if (change.changed() == 0) {
            return String.format(Locale.ROOT, "No answer changed on %,d held-out samples.", change.n());
        }
        Quality quality = report.candidate().quality();
        int scale = quality.isShare() ? 100 : 1;
        return String.format(
                Locale.ROOT,
                quality.isShare()
                        ? "%s %+.2f points (%+.2f to %+.2f): of %,d answers %d changed, %d gained, %d lost."
                        : "%s %+.4f (%+.4f to %+.4f): of %,d samples %d changed, %d for the better, %d for the worse.",
                capital(quality.metric()),
                scale * change.difference(),
                scale * change.low(),
                scale * change.high(),
                change.n(),
                change.changed(),
                change.gained(),
                change.lost());
    }

    private static String arms(RunReport report) {
        Arm before = report.baseline();
        Arm after = report.candidate();
        TextTable table = new TextTable()
                .row("", "baseline", "candidate", "ratio")
                .row(
                        "latency",
                        Units.time(before.latency().median()),
                        Units.time(after.latency().median()),
                        Units.times(report.speedup().median()))
                .row(
                        "  95 % interval",
                        interval(before.latency()), interval(after.latency()), interval(report.speedup()));
        tail(table, "  p90", before.latency().p90(), after.latency().p90());
        tail(table, "  p99", before.latency().p99(), after.latency().p99());
        table.row("  samples", samples(before.latency()), samples(after.latency()), "")
                .row("throughput", rate(before, report), rate(after, report), "")
                .row(
                        after.quality().metric(),
                        number(before.quality(), before.quality().value()),
                        number(after.quality(), after.quality().value()),
                        "")
                .row("  95 % interval", interval(before.quality()), interval(after.quality()), "");
        size(table, "model, nominal", before.bytes().nominal(), after.bytes().nominal());
        size(table, "model, file", before.bytes().file(), after.bytes().file());
        size(table, "model, resident", before.bytes().resident(), after.bytes().resident());
        size(table, "peak memory", before.bytes().peak(), after.bytes().peak());
        size(
                table,
                "  if none were reused",
                before.bytes().peakUnshared(),
                after.bytes().peakUnshared());
        return table.row("FLOPs a sample", Units.count(before.executedFlops()), Units.count(after.executedFlops()), "")
                .row("threads", String.valueOf(before.threads()), String.valueOf(after.threads()), "")
                .toString();
    }

    private static void size(TextTable table, String what, long before, long after) {
        String ratio = before > 0 && after > 0 ? Units.times((double) before / after) : "";
        table.row(what, Units.bytes(before), Units.bytes(after), ratio);
    }

    private static void tail(TextTable table, String what, @Nullable Double before, @Nullable Double after) {
        if (before != null && after != null) {
            table.row(what, Units.time(before), Units.time(after), "");
        }
    }

    private static String interval(Latency latency) {
        return Units.time(latency.low()) + " – " + Units.time(latency.high());
    }

    private static String interval(Ratio ratio) {
        return Units.times(ratio.low()) + " – " + Units.times(ratio.high());
    }

    private static String interval(Quality quality) {
        return number(quality, quality.low()) + " – " + number(quality, quality.high());
    }

    private static String number(Quality quality, double value) {
        return quality.isShare() ? Units.percent(value) : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String samples(Latency latency) {
        String runs = latency.runsPerSample() == 1 ? "" : " × " + latency.runsPerSample();
        return latency.n() + runs + (latency.steady() ? "" : ", not steady");
    }

    private static String rate(Arm arm, RunReport report) {
        return Units.count(arm.samplesPerSecond(report.batch())) + "/s";
    }

    private static String ops(RunReport report) {
        if (report.ops().isEmpty()) {
            return "";
        }
        TextTable table = new TextTable().row("op", "kernel", "type", "shape", "FLOPs", "bytes", "time", "share");
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
        return "Where the candidate's time goes (a pass of its own)\n" + table;
    }

    private static String findings(RunReport report) {
        List<Finding> findings = report.findings();
        if (findings == null || findings.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\nWhy it is as it is\n");
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            text.append("  ")
                    .append(i + 1)
                    .append(". ")
                    .append(finding.title())
                    .append(". [")
                    .append(finding.severity().text())
                    .append(", ")
                    .append(finding.rule())
                    .append("]\n     ")
                    .append(finding.evidence())
                    .append(".\n");
            Finding.NextExperiment next = finding.next();
            if (next != null) {
                text.append("     To be sure: --follow-up ")
                        .append(i + 1)
                        .append(" runs ")
                        .append(side(next.recipe()))
                        .append(" against ")
                        .append(side(next.baseline()))
                        .append(" at batch ")
                        .append(next.batch())
                        .append("; ")
                        .append(next.why())
                        .append(".\n");
            }
        }
        return text.toString();
    }

    private static String side(String recipe) {
        return recipe.isEmpty() ? "the plain baseline" : "\"" + recipe + "\"";
    }

    private static String machine(RunReport report) {
        Machine machine = report.machine();
        return String.format(
                Locale.ROOT,
                "%s, %d processors, %d-bit vectors, %s, %s, machine profile %s; seed %d%n",
                machine.cpu(),
                machine.cores(),
                machine.vectorBits(),
                machine.os(),
                machine.jdk(),
                machine.profileHash(),
                report.seed());
    }
}
