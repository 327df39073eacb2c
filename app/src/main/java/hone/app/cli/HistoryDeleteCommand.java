package hone.app.cli;

import hone.engine.InvalidInput;
import hone.profiler.history.History;
import hone.profiler.history.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes reports. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Delete reports of the history: those named, or all but the newest.")
final class HistoryDeleteCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "ID", description = "first digits of an id, or last")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--all-but",
            paramLabel = "N",
            description = "delete all but the newest N; those with a tag or a note stay, and do not count")
    private @Nullable Integer allBut;

    @Mixin
    private final ChangedReports changed = new ChangedReports();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        changed.check();
        History history = HistoryOptions.history(spec);
        List<HistoryEntry> deleted = deleted(history);
        deleted.forEach(entry -> spec.commandLine().getOut().println("deleted " + entry.shortId()));
        if (deleted.isEmpty()) {
            spec.commandLine().getOut().println("there was nothing to delete");
        }
        spec.commandLine().getOut().flush();
        changed.write("deleted", deleted);
        return 0;
    }

    private List<HistoryEntry> deleted(History history) {
        Integer keep = allBut;
        if (ids.isEmpty() == (keep == null)) {
            throw new InvalidInput("name the reports to delete, or --all-but N", "", "", "nothing was deleted");
        }
        if (keep == null) {
            return history.delete(ids);
        }
        if (keep < 0) {
            throw new InvalidInput("no fewer than none can be kept", "--all-but " + keep, "", "nothing was deleted");
        }
        return history.prune(keep);
    }
}
