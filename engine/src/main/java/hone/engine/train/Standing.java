package hone.engine.train;

import hone.engine.InvalidInput;
import java.util.List;

/**
 * Where a training run stands between two steps, beside its weights and the optimizer's states; everything else follows
 * from its settings.
 *
 * @param step how many are over
 * @param sums of the losses since the last point of the curve
 * @param learningRate of the last step
 * @param nanos of training so far
 * @param curve so far
 */
record Standing(long step, LossMeter.Sums sums, double learningRate, long nanos, List<CurvePoint> curve) {
    /** @throws InvalidInput if no run could stand like this */
    Standing {
        if (step < 1 || nanos < 0 || sums.count() < 0) {
            throw new InvalidInput(
                    "no training stands like this",
                    "",
                    step + " steps, " + nanos + " ns and " + sums.count() + " samples since the last point");
        }
        long before = 0;
        for (CurvePoint point : curve) {
            if (point == null || point.step() <= before || point.step() > step) {
                throw new InvalidInput(
                        "no training stands like this",
                        "",
                        "its curve does not rise from one step to the next, up to " + step);
            }
            before = point.step();
        }
        curve = List.copyOf(curve);
    }
}
