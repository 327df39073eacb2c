package hone.profiler.history;

import java.util.List;

/**
 * A report on its way into the database or into a file.
 *
 * @param id hash of its content
 * @param json the report as text, as it was written
 * @param report the same, read
 * @param tags valid ones
 * @param note a valid one
 */
record StoredReport(String id, String json, KeptReport report, List<String> tags, String note) {
    StoredReport {
        tags = List.copyOf(tags);
    }

    static StoredReport of(KeptReport report) {
        String json = report.json();
        return new StoredReport(ContentHash.of(json), json, report, List.of(), "");
    }

    /**
     * @param where the text comes from, for the sentence of an error
     * @throws hone.engine.InvalidInput if it is no report
     */
    static StoredReport of(String json, List<String> tags, String note, String where) {
        return new StoredReport(ContentHash.of(json), json, KeptReport.parse(json, where), tags, note);
    }

    HistoryEntry entry() {
        return report.entry(id, tags, note);
    }
}
