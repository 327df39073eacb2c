package hone.profiler.history;

import hone.profiler.report.RunReport;

/**
 * A report of the history, whole.
 *
 * @param entry what a list says of it
 * @param report with every sample
 */
public record HistoryReport(HistoryEntry entry, RunReport report) {}
