package hone.profiler.report;

import java.util.List;
import java.util.Locale;

/** A peer's figures beside ours, for readers. */
public final class PeerText {
    private PeerText() {}

    /** "onnxruntime 1.26.0 takes 1.35× (1.30× – 1.40×) of the candidate's time and 0.41× (…) of the baseline's." */
    public static String sentence(Peer peer) {
        return switch (peer) {
            case Peer.Absent absent -> absent.name() + " unavailable: " + absent.unavailable() + ".";
            case Peer.Measured measured -> sentence(measured);
        };
    }

    private static String sentence(Peer.Measured measured) {
        String with = measured.recipe().isEmpty() ? " with the plain model" : "";
        return measured.name() + " " + measured.version() + with + " takes " + of(measured.ratioToCandidate())
                + " of the candidate's time and " + of(measured.ratioToBaseline()) + " of the baseline's"
                + (measured.outputs().agree()
                        ? "."
                        : "; but its outputs are not ours, so these times are of different computations.");
    }

    /** The sentence, with a table and the settings where it ran. */
    static String of(Peer peer) {
        StringBuilder text = new StringBuilder(sentence(peer)).append('\n');
        if (peer instanceof Peer.Measured measured) {
            TextTable table =
                    new TextTable().row("", "latency", "95 % interval", "blocks", "peer / ours", "95 % interval");
            rows(measured).forEach(row -> table.row(row.toArray(String[]::new)));
            text.append(table)
                    .append("  outputs: ")
                    .append(outputs(measured.outputs()))
                    .append("\n  settings: ")
                    .append(settings(measured))
                    .append('\n');
            measured.notes().forEach(note -> text.append("  - ").append(note).append('\n'));
        }
        return text.toString();
    }

    /** A row each for the candidate, the baseline and the peer in both of its ways: who, latency, interval, n, ratio, interval. */
    public static List<List<String>> rows(Peer.Measured measured) {
        return List.of(
                row("candidate", measured.candidate(), measured.ratioToCandidate()),
                row("baseline", measured.baseline(), measured.ratioToBaseline()),
                row(measured.name(), measured.latency()),
                row("  without its binding", measured.inSession()));
    }

    private static List<String> row(String who, Peer.Time time, Peer.TimeRatio ratio) {
        return List.of(
                who,
                Units.time(time.median()),
                Units.time(time.low()) + " – " + Units.time(time.high()),
                String.valueOf(time.n()),
                Units.times(ratio.median()),
                Units.times(ratio.low()) + " – " + Units.times(ratio.high()));
    }

    private static List<String> row(String who, Peer.Time time) {
        return List.of(
                who,
                Units.time(time.median()),
                Units.time(time.low()) + " – " + Units.time(time.high()),
                String.valueOf(time.n()),
                "",
                "");
    }

    /** How far its outputs are from ours. */
    public static String outputs(Peer.Outputs outputs) {
        return String.format(
                Locale.ROOT,
                "largest difference %.1e, %.1e of the largest number in its row; the same largest number in %s of %,d rows",
                outputs.maxAbs(),
                outputs.maxRel(),
                Units.percent(outputs.sameTop1()),
                outputs.rows());
    }

    /** What it ran, and how. */
    public static String settings(Peer.Measured measured) {
        Peer.Settings settings = measured.settings();
        return String.format(
                Locale.ROOT,
                "%s %s, %s, %d thread%s for an operator and %d for operators side by side, graph optimizations: %s,"
                        + " spinning %s%s%s%s; it ran %s exported to ONNX, in turns with ours",
                measured.name(),
                measured.version(),
                settings.provider(),
                settings.intraThreads(),
                settings.intraThreads() == 1 ? "" : "s",
                settings.interThreads(),
                settings.graphOptimizations(),
                settings.spinning() ? "on" : "off",
                settings.restMillis() == 0 ? "" : " and " + settings.restMillis() + " ms of rest after each block",
                settings.widenedWeights() ? ", rounded weights widened once" : "",
                settings.exactProducts() ? ", exact 8-bit products" : "",
                measured.recipe().isEmpty() ? "the plain model" : "the model with \"" + measured.recipe() + "\"");
    }

    private static String of(Peer.TimeRatio ratio) {
        return Units.times(ratio.median()) + " (" + Units.times(ratio.low()) + " – " + Units.times(ratio.high()) + ")";
    }
}
