package hone.engine.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a training run ended, and whose weights it gave.
 *
 * @param unit that it is counted in: "epoch" or "step"
 * @param at where it ended, from 1
 * @param of where it would have ended at the latest
 * @param patience how many points of the curve without a lower held-out loss end it; 0 for a run that no loss ends
 * @param early whether that happened
 * @param best where the held-out loss was lowest, whose weights were kept; empty for a run that gives its last weights
 */
public record Ending(String unit, long at, long of, int patience, boolean early, Optional<Best> best) {
    /**
     * The best point of the curve.
     *
     * @param at epoch or step, from 1
     * @param heldOutLoss there
     */
    public record Best(long at, double heldOutLoss) {}

    /** @param stepsPerUnit steps of an epoch, or 1 */
    static Ending of(String unit, long stepsPerUnit, long steps, int patience, List<CurvePoint> curve) {
        long at = curve.getLast().step() / stepsPerUnit;
        Optional<CurvePoint> best = patience == 0 ? Optional.empty() : best(curve);
        return new Ending(
                unit,
                at,
                steps / stepsPerUnit,
                patience,
                patience > 0 && waited(curve) >= patience,
                best.map(point -> new Best(
                        point.step() / stepsPerUnit, point.heldOutLoss().orElseThrow())));
    }

    /** The point with the lowest held-out loss, the first of equals. */
    static Optional<CurvePoint> best(List<CurvePoint> curve) {
        return curve.stream()
                .filter(point -> point.heldOutLoss().isPresent())
                .reduce((one, other) ->
                        other.heldOutLoss().orElseThrow() < one.heldOutLoss().orElseThrow() ? other : one);
    }

    /** How many points there are behind the best. */
    static int waited(List<CurvePoint> curve) {
        return best(curve).map(point -> curve.size() - 1 - curve.indexOf(point)).orElse(0);
    }

    /** For people: "stopped early after epoch 12 of 30: …". */
    public String text() {
        String kept = best.map(point -> String.format(
                        Locale.ROOT,
                        "the weights of %s %d, with the lowest held-out loss (%.4f), are kept",
                        unit,
                        point.at(),
                        point.heldOutLoss()))
                .orElse("the last weights are kept");
        return early
                ? "stopped early after " + unit + " " + at + " of " + of + ": the held-out loss did not fall "
                        + (patience == 1 ? "at once" : patience + " times in a row") + "; " + kept
                : "trained to the end, " + unit + " " + at + "; " + kept;
    }
}
