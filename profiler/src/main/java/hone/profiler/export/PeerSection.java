package hone.profiler.export;

import hone.profiler.report.Peer;
import hone.profiler.report.PeerText;
import hone.profiler.report.RunReport;
import java.util.List;

/** A peer beside both sides, where one was asked for. */
final class PeerSection {
    private PeerSection() {}

    static String of(RunReport report) {
        Peer peer = report.peer();
        if (peer == null) {
            return "";
        }
        String head = "<h2>Beside " + Markup.text(peer.name()) + "</h2>\n<p>" + Markup.text(PeerText.sentence(peer))
                + "</p>\n";
        return switch (peer) {
            case Peer.Absent _ -> head;
            case Peer.Measured measured ->
                head + table(measured) + "<p>"
                        + Markup.text("Outputs: " + PeerText.outputs(measured.outputs()) + ".") + "</p>\n<p>"
                        + Markup.text("Settings: " + PeerText.settings(measured) + ".") + "</p>\n" + notes(measured);
        };
    }

    private static String table(Peer.Measured measured) {
        HtmlTable table = new HtmlTable(
                "Latency of a batch in turns with the peer, measured; a ratio is the peer's time over ours",
                List.of("who", "median", "95 % interval", "blocks", "peer / ours", "95 % interval"));
        PeerText.rows(measured)
                .forEach(row ->
                        table.row(row.getFirst(), row.subList(1, row.size()).toArray(String[]::new)));
        return table.toString();
    }

    private static String notes(Peer.Measured measured) {
        StringBuilder html = new StringBuilder();
        measured.notes()
                .forEach(note -> html.append("<p>").append(Markup.text(note)).append(".</p>\n"));
        return html.toString();
    }
}
