package hone.profiler.scenario;

import hone.profiler.report.Machine;
import hone.profiler.report.NoiseFloor;
import hone.profiler.report.RecipeText;
import hone.profiler.report.TextTable;
import hone.profiler.report.Units;
import hone.profiler.stats.Quantiles;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A scenario's report for the terminal. */
public final class ScenarioText {
    private ScenarioText() {}

    public static String of(ScenarioReport report) {
        StringBuilder text = new StringBuilder()
                .append(report.model() + " on " + report.data() + ", " + about(report) + ": "
                        + RecipeText.of(
                                report.recipe(), report.result().baseline().recipe()) + "\n\n")
                .append(report.sentence())
                .append(".\n\n")
                .append(figures(report.result()));
        if (report.result() instanceof ScenarioResult.Offline offline) {
            text.append("\nBatches tried, samples a second by a short look\n  baseline: " + tried(offline.baseline())
                    + "\n  candidate: " + tried(offline.candidate()) + "\n");
        }
        if (!report.notes().isEmpty()) {
            text.append("\nNotes\n");
            report.notes().forEach(note -> text.append("  - ").append(note).append('\n'));
        }
        NoiseFloor floor = report.noise().floor();
        if (floor != null) {
            text.append('\n').append(floor(floor)).append('\n');
        }
        Machine machine = report.machine();
        return text.append(String.format(
                        Locale.ROOT,
                        "%n%s, %d processors, %d-bit vectors, %s, %s, machine profile %s; seed %d%n",
                        machine.cpu(),
                        machine.cores(),
                        machine.vectorBits(),
                        machine.os(),
                        machine.jdk(),
                        machine.profileHash(),
                        report.seed()))
                .toString();
    }

    private static String floor(NoiseFloor floor) {
        String now = String.format(Locale.ROOT, "The baseline strayed from itself by ±%.1f %%", 100 * floor.now());
        return floor.runs() == 0
                ? now + "; nothing is remembered of it yet."
                : now
                        + String.format(
                                Locale.ROOT,
                                ", and usually does by ±%.1f %% (%d runs before); the larger is the noise floor.",
                                100 * floor.usual(),
                                floor.runs());
    }

    /** What both sides did, figure by figure, under a row of heads. */
    public static TextTable figures(ScenarioResult result) {
        return switch (result) {
            case ScenarioResult.Single single -> single(single);
            case ScenarioResult.Offline offline -> offline(offline);
            case ScenarioResult.Server server -> server(server);
        };
    }

    /** What was done, as a clause. */
    public static String about(ScenarioReport report) {
        return switch (report.result()) {
            case ScenarioResult.Single single ->
                "one query of " + samples(report.batch()) + " after the other, " + seconds(single.seconds())
                        + " a side";
            case ScenarioResult.Offline offline ->
                String.format(
                        Locale.ROOT, "%,d samples at once, %d passes a side", offline.samples(), offline.passes());
            case ScenarioResult.Server server ->
                Units.count(server.perSecond()) + " queries of " + samples(report.batch()) + " a second at random, "
                        + seconds(server.seconds()) + " a side";
        };
    }

    private static String samples(int batch) {
        return batch == 1 ? "1 sample" : batch + " samples";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3g s", seconds);
    }

    private static TextTable single(ScenarioResult.Single single) {
        TextTable table = head();
        percentiles(
                table,
                "latency",
                single.baseline().latency(),
                single.candidate().latency());
        return row(
                        table,
                        "queries",
                        single.baseline().latency().n(),
                        single.candidate().latency().n())
                .row(
                        "queries a second",
                        Units.count(single.baseline().queriesPerSecond()),
                        Units.count(single.candidate().queriesPerSecond()))
                .row(
                        "threads",
                        String.valueOf(single.baseline().threads()),
                        String.valueOf(single.candidate().threads()));
    }

    private static TextTable offline(ScenarioResult.Offline offline) {
        return head().row(
                        "samples a second",
                        Units.count(offline.baseline().samplesPerSecond()),
                        Units.count(offline.candidate().samplesPerSecond()))
                .row("  95 % interval", interval(offline.baseline()), interval(offline.candidate()))
                .row(
                        "batch",
                        String.valueOf(offline.baseline().batch()),
                        String.valueOf(offline.candidate().batch()))
                .row(
                        "threads",
                        String.valueOf(offline.baseline().threads()),
                        String.valueOf(offline.candidate().threads()));
    }

    private static String tried(ScenarioResult.OfflineSide side) {
        return side.tried().stream()
                .map(one -> one.batch() + ": " + Units.count(one.samplesPerSecond()))
                .collect(Collectors.joining(", "));
    }

    private static String interval(ScenarioResult.OfflineSide side) {
        return Units.count(side.low()) + " – " + Units.count(side.high());
    }

    private static TextTable server(ScenarioResult.Server server) {
        ScenarioResult.ServerSide before = server.baseline();
        ScenarioResult.ServerSide after = server.candidate();
        TextTable table = head();
        percentiles(table, "latency from arrival", before.latency(), after.latency());
        percentiles(table, "service alone", before.service(), after.service());
        row(table, "queries", before.queries(), after.queries());
        row(table, "  never begun", before.unserved(), after.unserved());
        row(table, "most waiting at once", before.mostWaiting(), after.mostWaiting());
        table.row("had to wait", Units.percent(before.queuedShare()), Units.percent(after.queuedShare()))
                .row("busy", Units.percent(before.utilization()), Units.percent(after.utilization()))
                .row("served a second", Units.count(before.servedPerSecond()), Units.count(after.servedPerSecond()))
                .row(
                        "late by the clock, p50",
                        Units.time(before.lag().p50()),
                        Units.time(after.lag().p50()))
                .row("threads", String.valueOf(before.threads()), String.valueOf(after.threads()));
        if (server.targetP99() != null) {
            table.row("highest rate with p99", "", "")
                    .row(
                            "  within " + Units.time(server.targetP99()),
                            highest(before.highestRate()),
                            highest(after.highestRate()));
        }
        return table;
    }

    private static String highest(@Nullable HighestRate rate) {
        if (rate == null) {
            return "—";
        }
        if (rate.probes().isEmpty()) {
            return "too slow to look for one";
        }
        if (rate.perSecond() == 0) {
            return "none down to " + Units.count(rate.missedAt() == null ? Double.NaN : rate.missedAt()) + "/s";
        }
        String found = Units.count(rate.perSecond()) + "/s";
        return rate.missedAt() == null ? found : found + ", not " + Units.count(rate.missedAt()) + "/s";
    }

    private static TextTable head() {
        return new TextTable().row("", "baseline", "candidate");
    }

    private static TextTable row(TextTable table, String what, long before, long after) {
        return table.row(what, String.format(Locale.ROOT, "%,d", before), String.format(Locale.ROOT, "%,d", after));
    }

    private static void percentiles(TextTable table, String what, Percentiles before, Percentiles after) {
        table.row(what + ", p50", Units.time(before.p50()), Units.time(after.p50()))
                .row("  p90", tail(before.p90(), Quantiles.P90_SAMPLES), tail(after.p90(), Quantiles.P90_SAMPLES))
                .row("  p99", tail(before.p99(), Quantiles.P99_SAMPLES), tail(after.p99(), Quantiles.P99_SAMPLES))
                .row(
                        "  p99.9",
                        tail(before.p999(), Percentiles.P999_VALUES),
                        tail(after.p999(), Percentiles.P999_VALUES))
                .row("  largest", Units.time(before.max()), Units.time(after.max()));
    }

    private static String tail(@Nullable Double nanos, int needed) {
        return nanos == null ? String.format(Locale.ROOT, "below %,d values", needed) : Units.time(nanos);
    }
}
