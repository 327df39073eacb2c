package hone.profiler.history;

import hone.engine.InvalidInput;
import java.util.Optional;

/**
 * Which reports of the history are meant.
 *
 * @param model exactly this model; empty for all
 * @param recipe a text that stands somewhere in the candidate's recipe; empty for all
 * @param tag one of the tags; empty for all
 * @param limit so many of the newest
 */
public record HistoryFilter(Optional<String> model, Optional<String> recipe, Optional<String> tag, int limit) {
    /** Every report there is. */
    public static final HistoryFilter ALL =
            new HistoryFilter(Optional.empty(), Optional.empty(), Optional.empty(), Integer.MAX_VALUE);

    public HistoryFilter {
        if (limit < 1) {
            throw new InvalidInput("a list has at least one report", "limit " + limit, "it is below 1");
        }
    }
}
