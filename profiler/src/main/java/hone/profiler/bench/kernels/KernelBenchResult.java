package hone.profiler.bench.kernels;

import hone.profiler.report.Units;
import java.util.ArrayList;
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
 * @param left a sentence for each kernel that cannot run here
 * @param threads on both sides
 * @param flopsPerSecond the multiply-add roof
 * @param bytesPerSecond the read roof of main memory
 * @param loadOfOthers processors that other processes kept busy meanwhile
 */
public record KernelBenchResult(
        List<KernelRow> rows,
        Map<String, String> peers,
        List<String> left,
        int threads,
        double flopsPerSecond,
        double bytesPerSecond,
        double loadOfOthers) {
    private static final String LINE = "  %-10s %-22s %-10s %-16s %10s %9s %8s %6s %9s  %s%n";

    public KernelBenchResult {
        rows = List.copyOf(rows);
        peers = Map.copyOf(peers);
        left = List.copyOf(left);
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
                "median",
                "GFLOP/s",
                "GB/s",
                "roof",
                "speedup",
                "peer's time ÷ ours"));
        for (KernelRow row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    row.op(),
                    row.shape(),
                    row.rung(),
                    row.kernel(),
                    Units.time(row.medianNanos()),
                    number(row.gflops()),
                    number(row.gigabytesPerSecond()),
                    Units.percent(row.roofShare()),
                    Units.times(row.speedupOverFirst()),
                    row.ratioToPeer().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(peer -> peer.getKey() + " " + Units.times(peer.getValue()))
                            .collect(Collectors.joining(", "))));
        }
        text.append(String.format(
                Locale.ROOT,
                "roofs on %d thread%s, measured now: %s GFLOP/s of multiply-adds, %s GB/s read from memory; a row's share"
                        + " is of the one it is nearer to, for reading that of its own working set%n",
                threads,
                threads == 1 ? "" : "s",
                number(flopsPerSecond / 1e9),
                number(bytesPerSecond / 1e9)));
        text.append(String.format(
                Locale.ROOT,
                "speedup: over the first row of the same size; medians of blocks in turns; other processes kept %.2f"
                        + " processors busy%n",
                loadOfOthers));
        return text.toString();
    }

    private static String number(double value) {
        return value == 0 ? "—" : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    /** The same for JSON. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("schemaVersion", 1);
        values.put("threads", threads);
        values.put("loadOfOthers", loadOfOthers);
        values.put("roofs", Map.of("flopsPerSecond", flopsPerSecond, "memoryBytesPerSecond", bytesPerSecond));
        values.put("peers", peers);
        values.put("unavailable", left);
        List<Map<String, Object>> all = new ArrayList<>();
        for (KernelRow row : rows) {
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
            one.put("ratioToPeer", row.ratioToPeer());
            all.add(one);
        }
        values.put("rows", all);
        return values;
    }
}
