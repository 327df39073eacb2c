package hone.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists reports. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "List the reports of the history, newest first.")
final class HistoryListCommand implements Callable<Integer> {
    @Mixin
    private final HistoryOptions options = new HistoryOptions();

    @Mixin
    private final HistoryFilterOptions filter = new HistoryFilterOptions();

    @Override
    public Integer call() {
        return options.list(filter);
    }
}
