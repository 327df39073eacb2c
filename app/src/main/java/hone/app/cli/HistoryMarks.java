package hone.app.cli;

import hone.profiler.history.History;
import hone.profiler.history.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verbs that mark a report of the history. */
final class HistoryMarks {
    private HistoryMarks() {}

    private static void say(CommandSpec spec, HistoryEntry entry) {
        String tags = entry.tags().isEmpty() ? "no tags" : "tags " + String.join(", ", entry.tags());
        spec.commandLine()
                .getOut()
                .println("report " + entry.shortId() + ": " + tags
                        + (entry.note().isEmpty() ? "" : "; note: " + HistoryOptions.safe(entry.note())));
        spec.commandLine().getOut().flush();
    }

    /** Tags a report, or takes tags away. */
    @Command(
            name = "tag",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Tag a report of the history; a tagged one is never pruned.")
    static final class Tag implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ID", description = "first digits of its id, or last")
        private String id = "";

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "TAG",
                description = "words such as lecture or best-of-3")
        private List<String> tags = new ArrayList<>();

        @Option(names = "--remove", description = "take these tags away instead")
        private boolean remove;

        @Mixin
        private final ChangedReports changed = new ChangedReports();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            changed.check();
            History history = HistoryOptions.history(spec);
            String whole = history.find(id).id();
            if (remove) {
                history.untag(whole, tags);
            } else {
                history.tag(whole, tags);
            }
            say(spec, history.find(whole));
            changed.write(remove ? "untagged" : "tagged", List.of(history.find(whole)));
            return 0;
        }
    }

    /** Writes a note beside a report. */
    @Command(
            name = "note",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Write a note beside a report of the history, in place of the one before.")
    static final class Note implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ID", description = "first digits of its id, or last")
        private String id = "";

        @Parameters(index = "1", paramLabel = "TEXT", description = "the note; an empty one (\"\") takes it away")
        private String text = "";

        @Mixin
        private final ChangedReports changed = new ChangedReports();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            changed.check();
            History history = HistoryOptions.history(spec);
            String whole = history.find(id).id();
            history.note(whole, text);
            say(spec, history.find(whole));
            changed.write("noted", List.of(history.find(whole)));
            return 0;
        }
    }
}
