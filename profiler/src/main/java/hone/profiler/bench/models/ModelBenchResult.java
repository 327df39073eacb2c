package hone.profiler.bench.models;

import hone.profiler.report.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the bench found, for people and for programs.
 *
 * @param rows in the order they were measured
 * @param peers a sentence for each peer that was asked for: its version and settings, or why it is unavailable
 * @param threads on both sides
 * @param loadOfOthers processors that other processes kept busy meanwhile
 */
public record ModelBenchResult(List<ModelRow> rows, Map<String, String> peers, int threads, double loadOfOthers) {
    public ModelBenchResult {
        rows = List.copyOf(rows);
        peers = Map.copyOf(peers);
    }

    private static final int SCHEMA_VERSION = 1;
    private static final String LINE = "  %-13s %5s  %-12s %-21s %-7s %9s  %-21s %9s %7s  %10s %7s  %8s  %s%n";

    /** A table, and what one has to know to read it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        peers.forEach(
                (id, sentence) -> text.append(id).append(": ").append(sentence).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                LINE,
                "model",
                "batch",
                "dtype",
                "recipe",
                "rung",
                "median",
                "quartiles",
                "peer",
                "ratio",
                "in session",
                "ratio",
                "max diff",
                "same top-1"));
        for (ModelRow row : rows) {
            String peer = row.peerNanos().values().stream()
                    .map(Units::time)
                    .findFirst()
                    .orElse("—");
            String ratio = row.ratioToPeer().values().stream()
                    .map(Units::times)
                    .findFirst()
                    .orElse("—");
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    row.model(),
                    row.batch(),
                    row.dtype(),
                    row.recipe(),
                    row.rung(),
                    Units.time(row.medianNanos()),
                    Units.time(row.lowNanos()) + " – " + Units.time(row.highNanos()),
                    peer,
                    ratio,
                    row.inSession().map(in -> Units.time(in.peerNanos())).orElse("—"),
                    row.inSession().map(in -> Units.times(in.ratio())).orElse("—"),
                    String.format(Locale.ROOT, "%.1e", row.maxDifference()),
                    Units.percent(row.sameTop1())));
        }
        boolean compared = rows.stream().anyMatch(row -> !row.peerNanos().isEmpty());
        text.append(
                compared
                        ? "ratio: the peer's median time divided by ours, above 1 where ours is faster; peer: a call of"
                                + " its Java interface, in session: of its C interface, without the binding; outputs are"
                                + " compared with those of both\n"
                        : "outputs are compared with those of the reordered rung\n");
        text.append(String.format(
                Locale.ROOT,
                "%d thread%s on each side, blocks in turns; other processes kept %.2f processors busy%n",
                threads,
                threads == 1 ? "" : "s",
                loadOfOthers));
        return text.toString();
    }

    /** The same for JSON. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("schemaVersion", SCHEMA_VERSION);
        values.put("threads", threads);
        values.put("loadOfOthers", loadOfOthers);
        values.put("peers", peers);
        List<Map<String, Object>> all = new ArrayList<>();
        for (ModelRow row : rows) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("model", row.model());
            one.put("batch", row.batch());
            one.put("dtype", row.dtype());
            one.put("recipe", row.recipe());
            one.put("rung", row.rung());
            one.put("medianNanos", row.medianNanos());
            one.put("lowNanos", row.lowNanos());
            one.put("highNanos", row.highNanos());
            one.put("peerNanos", row.peerNanos());
            one.put("ratioToPeer", row.ratioToPeer());
            row.inSession()
                    .ifPresent(in -> one.put("inSession", Map.of("peerNanos", in.peerNanos(), "ratio", in.ratio())));
            one.put("maxDifference", row.maxDifference());
            one.put("sameTop1", row.sameTop1());
            all.add(one);
        }
        values.put("rows", all);
        return values;
    }
}
