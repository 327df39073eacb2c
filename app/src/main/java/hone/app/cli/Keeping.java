package hone.app.cli;

import hone.app.Services;
import hone.profiler.history.HistoryEntry;
import hone.profiler.history.KeptReport;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Whether a verb keeps what it has measured, and how it says so. */
final class Keeping {
    @Option(names = "--no-history", description = "do not keep the report in the history (see hone history)")
    private boolean unkept;

    /** Files a report, unless nobody wants it, and says under which id, or why not. */
    void keep(Services services, KeptReport report, PrintWriter err) {
        if (!unkept) {
            services.keep(report, note -> err.println("hone: " + note))
                    .ifPresent(id -> err.println("hone: kept in the history as " + HistoryEntry.shortId(id)));
            err.flush();
        }
    }
}
