package hone.profiler.history;

import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
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
record StoredReport(String id, String json, RunReport report, List<String> tags, String note) {
    StoredReport {
        tags = List.copyOf(tags);
    }

    static StoredReport of(RunReport report) {
        String json = RunReportJson.text(report);
        return new StoredReport(ContentHash.of(json), json, report, List.of(), "");
    }

    /**
     * @param where the text comes from, for the sentence of an error
     * @throws hone.engine.InvalidInput if it is no report
     */
    static StoredReport of(String json, List<String> tags, String note, String where) {
        RunReport report = RunReportJson.parse(json, where);
        return new StoredReport(ContentHash.of(json), json, report, tags, note);
    }
}
