package hone.profiler.explore;

import java.util.Collection;
import java.util.List;

/**
 * The settings that no other beats in everything: less latency a sample, less memory, a smaller file, better answers. Latencies
 * whose intervals overlap count as equal, so that chance drops none.
 */
public final class Pareto {
    private Pareto() {}

    /** Those of the cells that keep the limits and that no other such cell dominates, in their order. */
    public static List<Cell> front(Collection<Cell> cells, Limits limits) {
        List<Cell> kept =
                cells.stream().filter(cell -> limits.broken(cell).isEmpty()).toList();
        return kept.stream()
                .filter(cell -> kept.stream().noneMatch(other -> dominates(other, cell)))
                .toList();
    }

    /** Whether one is nowhere worse than the other, and somewhere better. */
    static boolean dominates(Cell one, Cell other) {
        int latency = compareLatency(one, other);
        int quality = one.quality().higherIsBetter()
                ? Double.compare(other.quality().value(), one.quality().value())
                : Double.compare(one.quality().value(), other.quality().value());
        int peak = Long.compare(one.peakBytes(), other.peakBytes());
        int file = Long.compare(one.fileBytes(), other.fileBytes());
        boolean nowhereWorse = latency <= 0 && quality <= 0 && peak <= 0 && file <= 0;
        return nowhereWorse && (latency < 0 || quality < 0 || peak < 0 || file < 0);
    }

    private static int compareLatency(Cell one, Cell other) {
        if (one.high() / one.batch() < other.low() / other.batch()) {
            return -1;
        }
        return other.high() / other.batch() < one.low() / one.batch() ? 1 : 0;
    }
}
