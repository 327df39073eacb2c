package hone.profiler.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a setting must keep to be of use.
 *
 * @param mostNanos latency of a batch, by the upper end of its interval
 * @param mostPeakBytes weights, activations and scratch
 * @param mostFileBytes of the saved artefact
 * @param quality at least this, or at most where less is better
 */
public record Limits(
        OptionalDouble mostNanos, OptionalLong mostPeakBytes, OptionalLong mostFileBytes, OptionalDouble quality) {
    /** None. */
    public static final Limits NONE =
            new Limits(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty());

    /** Which of them a cell breaks, as clauses; none where it keeps all. */
    public List<String> broken(Cell cell) {
        List<String> broken = new ArrayList<>();
        if (mostNanos.isPresent() && cell.high() > mostNanos.getAsDouble()) {
            broken.add("its latency may be above the limit");
        }
        if (mostPeakBytes.isPresent() && cell.peakBytes() > mostPeakBytes.getAsLong()) {
            broken.add("its peak memory is above the limit");
        }
        if (mostFileBytes.isPresent() && cell.fileBytes() > mostFileBytes.getAsLong()) {
            broken.add("its file is above the limit");
        }
        if (quality.isPresent() && !isGoodEnough(cell)) {
            broken.add(String.format(
                    Locale.ROOT,
                    "its %s is %.4f",
                    cell.quality().metric(),
                    cell.quality().value()));
        }
        return broken;
    }

    private boolean isGoodEnough(Cell cell) {
        double value = cell.quality().value();
        return cell.quality().higherIsBetter() ? value >= quality.getAsDouble() : value <= quality.getAsDouble();
    }
}
