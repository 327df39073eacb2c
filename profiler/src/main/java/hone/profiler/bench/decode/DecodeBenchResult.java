package hone.profiler.bench.decode;

import hone.profiler.report.Units;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the bench of decoding found, for people and for programs.
 *
 * @param rows in the order they were measured
 * @param peers a sentence for each peer: its command, or that it was not asked for
 * @param threads on both sides
 * @param tokens that a round decodes, from an empty cache on
 * @param context positions that the cache has room for
 * @param loadOfOthers processors that other processes kept busy meanwhile, the peer's own among them
 */
public record DecodeBenchResult(
        List<DecodeRow> rows, Map<String, String> peers, int threads, int tokens, int context, double loadOfOthers) {
    private static final String LINE = "  %-6s %-8s %10s  %-16s %10s %8s %11s %9s %7s  %s%n";
    private static final int SHARES = 4;

    public DecodeBenchResult {
        rows = List.copyOf(rows);
        peers = Map.copyOf(peers);
    }

    /** A table, and what one has to know to read it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        peers.forEach(
                (id, sentence) -> text.append(id).append(": ").append(sentence).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                LINE,
                "model",
                "dtype",
                "tokens/s",
                "range",
                "llama2c",
                "ratio",
                "same tokens",
                "read/s",
                "of roof",
                "time goes to"));
        for (DecodeRow row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    row.model(),
                    row.dtype(),
                    rate(row.tokensPerSecond()),
                    rate(row.lowest()) + " … " + rate(row.highest()),
                    row.peerTokensPerSecond().values().stream()
                            .map(DecodeBenchResult::rate)
                            .findFirst()
                            .orElse("—"),
                    row.ratioToPeer().values().stream()
                            .map(Units::times)
                            .findFirst()
                            .orElse("—"),
                    row.sameTokens() < 0 ? "—" : row.sameTokens() + " of " + tokens,
                    Units.bytes(Math.round(row.tokensPerSecond() * row.bytesPerToken())),
                    Units.percent(row.roofShare()),
                    largest(row.shares())));
        }
        text.append(String.format(
                Locale.ROOT,
                "%d tokens from an empty cache of %,d positions, random weights, activations in float32; %d thread%s; read/s:"
                        + " bytes of weights, of roof: of what %d thread%s can read of as much memory; a ratio is ours divided by"
                        + " the peer's, int4 against its INT8; other processes kept %.2f processors busy%s%n",
                tokens,
                context,
                threads,
                threads == 1 ? "" : "s",
                threads,
                threads == 1 ? "" : "s",
                loadOfOthers,
                rows.stream().allMatch(row -> row.ratioToPeer().isEmpty()) ? "" : ", llama2.c's among them"));
        return text.toString();
    }

    private static String rate(double tokensPerSecond) {
        return String.format(Locale.ROOT, tokensPerSecond < 100 ? "%.1f" : "%.0f", tokensPerSecond);
    }

    private static String largest(Map<String, Double> shares) {
        return shares.entrySet().stream()
                .limit(SHARES)
                .map(share -> share.getKey() + " " + Units.percent(share.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** The same for JSON. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("schemaVersion", 1);
        values.put("threads", threads);
        values.put("tokens", tokens);
        values.put("context", context);
        values.put("loadOfOthers", loadOfOthers);
        values.put("peers", peers);
        values.put("rows", rows.stream().map(DecodeBenchResult::values).toList());
        return values;
    }

    private static Map<String, Object> values(DecodeRow row) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("model", row.model());
        one.put("parameters", row.parameters());
        one.put("dtype", row.dtype());
        one.put("tokensPerSecond", row.tokensPerSecond());
        one.put("lowestTokensPerSecond", row.lowest());
        one.put("highestTokensPerSecond", row.highest());
        one.put("peerTokensPerSecond", row.peerTokensPerSecond());
        one.put("ratioToPeer", row.ratioToPeer());
        if (row.sameTokens() >= 0) {
            one.put("sameTokens", row.sameTokens());
        }
        one.put("bytesPerToken", row.bytesPerToken());
        one.put("roofBytesPerSecond", row.roofBytesPerSecond());
        one.put("roofShare", row.roofShare());
        one.put("shares", row.shares());
        return one;
    }
}
