package hone.app.cli;

import hone.engine.format.JsonReason;
import hone.profiler.history.History;
import hone.profiler.history.KeptReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A report that a word on the command line means: a file, where there is one or the word ends like one, else one of the
 * history.
 *
 * @param name what to call it
 * @param report the report
 */
record ReportWord(String name, KeptReport report) {
    private static final int LONGEST = 60;

    /** @throws hone.engine.InvalidInput if there is no such report */
    static ReportWord find(String word, History history) {
        Path file = ModelOptions.path("the report", word);
        if (word.toLowerCase(Locale.ROOT).endsWith(".json") || Files.isRegularFile(file)) {
            return new ReportWord(JsonReason.shortened(word, LONGEST), KeptReport.read(file));
        }
        var found = history.show(word);
        return new ReportWord(found.entry().shortId(), found.report());
    }
}
