package hone.app.cli;

import hone.engine.InvalidInput;
import hone.profiler.history.History;
import hone.profiler.history.HistoryEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verbs that carry reports from one history to another. */
final class HistoryTravel {
    private HistoryTravel() {}

    /** Writes reports into a file. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Write reports with their samples, tags and notes into one file of JSON lines.")
    static final class Out implements Callable<Integer> {
        @Parameters(arity = "0..*", paramLabel = "ID", description = "first digits of an id (default: all)")
        private List<String> ids = new ArrayList<>();

        @Mixin
        private final HistoryFilterOptions filter = new HistoryFilterOptions();

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "where to write")
        private String out = "";

        @Mixin
        private final ChangedReports changed = new ChangedReports();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            Path file = OutputFile.check("--out", out).orElseThrow();
            changed.check();
            History history = HistoryOptions.history(spec);
            List<HistoryEntry> entries = ids.isEmpty()
                    ? history.list(filter.filter(null, Integer.MAX_VALUE))
                    : ids.stream().map(history::find).distinct().toList();
            if (entries.isEmpty()) {
                throw new InvalidInput("there are no such reports to export", "", "", "nothing was written");
            }
            history.export(entries, file);
            spec.commandLine().getOut().println("exported " + entries.size() + " reports to " + file);
            spec.commandLine().getOut().flush();
            changed.write("exported", entries);
            return 0;
        }
    }

    /** Takes reports in. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = {
                "Take in what hone history export has written, or one report's JSON file.",
                "All of the file or nothing; reports that are here already stay as they are."
            })
    static final class In implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "JSON lines, or a report as JSON")
        private String file = "";

        @Mixin
        private final ChangedReports changed = new ChangedReports();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            changed.check();
            History.Imported imported = HistoryOptions.history(spec).take(ModelOptions.path("the file", file));
            spec.commandLine()
                    .getOut()
                    .println("imported " + imported.ids().size() + " reports; " + imported.known()
                            + " were here already");
            spec.commandLine().getOut().flush();
            changed.write(Map.of("imported", imported.ids(), "known", imported.known()));
            return 0;
        }
    }
}
