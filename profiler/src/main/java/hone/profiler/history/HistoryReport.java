package hone.profiler.history;

import hone.profiler.report.RunReport;

/**
 * A report of the history, whole.
 *
 * @param entry what a list says of it
 * @param report with every sample
 */
public record HistoryReport(HistoryEntry entry, KeptReport report) {
    /**
     * The comparison in turns that it is.
     *
     * @throws hone.engine.InvalidInput if it is of a scenario
     */
    public RunReport run() {
        return report.run(entry.shortId());
    }
}
