package hone.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Every report that was measured here: listed, shown, marked, compared, carried. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "List, show, tag, note, compare, delete, export or import the reports measured on this machine.",
            "hone run and the window keep every report. A report goes by the first digits of its id, or by last."
        },
        subcommands = {
            HistoryListCommand.class,
            HistoryShowCommand.class,
            HistoryMarks.Tag.class,
            HistoryMarks.Note.class,
            HistoryCompareCommand.class,
            HistoryDeleteCommand.class,
            HistoryTravel.Out.class,
            HistoryTravel.In.class
        })
final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private final HistoryOptions options = new HistoryOptions();

    @Mixin
    private final HistoryFilterOptions filter = new HistoryFilterOptions();

    @Override
    public Integer call() {
        return options.list(filter);
    }
}
