package hone.profiler.bench.kernels;

import hone.profiler.report.Units;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the bench found, for people and for programs.
 *
 * @param rows op by op and size by size, from the slowest rung to the fastest
 * @param peers a sentence for each peer that was asked for: its version, or why it is unavailable
 * @param left a sentence for each kernel that cannot run here, or was left out at a size
 * @param roofs on one thread, and on several where those were asked for
 * @param loadOfOthers processors that other processes kept busy meanwhile
 */
public record KernelBenchResult(
        List<KernelRow> rows, Map<String, String> peers, List<String> left, List<RoofRow> roofs, double loadOfOthers) {
    private static final String LINE = "  %-10s %-22s %-10s %-16s %7s %10s %9s %8s %6s %9s %9s  %s%n";

    public KernelBenchResult {
        rows = List.copyOf(rows);
        peers = Map.copyOf(peers);
        left = List.copyOf(left);
        roofs = List.copyOf(roofs);
    }

    /** A table, and what one has to know to read it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        peers.forEach(
                (id, sentence) -> text.append(id).append(": ").append(sentence).append('\n'));
        left.forEach(sentence -> text.append(sentence).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                LINE,
                "op",
                "shape",
                "rung",
                "kernel",
                "threads",
                "median",
                "GFLOP/s",
                "GB/s",
                "roof",
                "speedup",
                "÷ 1 thread",
                "peer's time ÷ ours"));
        rows.forEach(row -> text.append(line(row)));
        for (RoofRow roof : roofs) {
            text.append(String.format(
                    Locale.ROOT,
                    "roofs on %d thread%s, measured now: %s GFLOP/s of multiply-adds, %s GB/s read from memory%n",
                    roof.threads(),
                    roof.threads() == 1 ? "" : "s",
                    number(roof.flopsPerSecond() / 1e9),
                    number(roof.memoryBytesPerSecond() / 1e9)));
        }
        text.append(
                "a row's share is of the nearer roof on as many threads, for reading that of its own working set\n");
        text.append(SharedWork.of(rows).text());
        text.append(String.format(
                Locale.ROOT,
                "speedup: over the first row of the same size; a kernel without a second row is one that the planner"
                        + " would not share;%nmedians of blocks in turns; other processes kept %.2f processors busy%n",
                loadOfOthers));
        return text.toString();
    }

    private static String line(KernelRow row) {
        String ratios = row.ratioToPeer().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(peer -> peer.getKey() + " " + Units.times(peer.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                LINE,
                row.op(),
                row.shape(),
                row.rung(),
                row.kernel(),
                row.threads(),
                Units.time(row.medianNanos()),
                number(row.gflops()),
                number(row.gigabytesPerSecond()),
                Units.percent(row.roofShare()),
                Units.times(row.speedupOverFirst()),
                row.threads() == 1 ? "—" : number(row.overOneThread()),
                ratios + row.note().map(note -> "  (" + note + ")").orElse(""));
    }

    private static String number(double value) {
        return value == 0 ? "—" : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    /** The same for JSON. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("schemaVersion", 2);
        values.put("loadOfOthers", loadOfOthers);
        values.put("roofs", roofs);
        values.put("peers", peers);
        values.put("unavailable", left);
        SharedWork shared = SharedWork.of(rows);
        values.put("sharedRows", shared.shared());
        values.put("sharedRowsSlowerThanOneThread", shared.worse());
        shared.worst().ifPresent(row -> values.put("worstOverOneThread", row.overOneThread()));
        values.put("rows", rows.stream().map(KernelBenchResult::values).toList());
        return values;
    }

    private static Map<String, Object> values(KernelRow row) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("op", row.op());
        one.put("shape", row.shape());
        one.put("rung", row.rung());
        one.put("kernel", row.kernel());
        one.put("threads", row.threads());
        one.put("medianNanos", row.medianNanos());
        one.put("lowNanos", row.lowNanos());
        one.put("highNanos", row.highNanos());
        one.put("gflops", row.gflops());
        one.put("gigabytesPerSecond", row.gigabytesPerSecond());
        one.put("roofShare", row.roofShare());
        one.put("speedupOverFirst", row.speedupOverFirst());
        one.put("overOneThread", row.overOneThread());
        one.put("ratioToPeer", row.ratioToPeer());
        row.note().ifPresent(note -> one.put("note", note));
        return one;
    }
}
