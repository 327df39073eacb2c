package hone.app.cli;

import hone.profiler.history.HistoryFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The words that say which reports of the history are meant. */
final class HistoryFilterOptions {
    @Option(names = "--model", paramLabel = "MODEL", description = "only reports of this model")
    private @Nullable String model;

    @Option(names = "--recipe", paramLabel = "TEXT", description = "only reports with this text in their recipe")
    private @Nullable String recipe;

    @Option(names = "--tag", paramLabel = "TAG", description = "only reports with this tag")
    private @Nullable String tag;

    /** @param usual how many where no number is given */
    HistoryFilter filter(@Nullable Integer limit, int usual) {
        return new HistoryFilter(
                Optional.ofNullable(model),
                Optional.ofNullable(recipe),
                Optional.ofNullable(tag),
                limit == null ? usual : limit);
    }
}
