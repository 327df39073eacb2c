package hone.app.cli;

import hone.profiler.history.HistoryEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a verb of the history has done, where a program reads it. */
final class ChangedReports {
    @Option(names = "--json", paramLabel = "FILE", description = "also write what was done as JSON")
    private @Nullable String json;

    /** Before anything is done: where the file cannot be written, nothing is. */
    void check() {
        OutputFile.check("--json", json);
    }

    /**
     * Writes it, where somebody asked.
     *
     * @param done as the key says it: "tagged", "deleted"
     */
    void write(String done, List<HistoryEntry> entries) {
        write(Map.of(done, entries));
    }

    void write(Map<String, ?> values) {
        if (json != null) {
            JsonOutput.write(json, new LinkedHashMap<>(values));
        }
    }
}
