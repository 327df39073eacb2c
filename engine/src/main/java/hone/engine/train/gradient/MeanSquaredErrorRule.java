package hone.engine.train.gradient;

import hone.engine.op.loss.MeanSquaredError;
import hone.engine.op.loss.MeanSquaredErrorGradient;

/** dpredictions = 2 · (predictions − targets) · dloss / elements, and the targets likewise, for the loss is even. */
final class MeanSquaredErrorRule implements GradientRule<MeanSquaredError> {
    @Override
    public Class<MeanSquaredError> op() {
        return MeanSquaredError.class;
    }

    @Override
    public void apply(MeanSquaredError op, Backward backward) {
        for (int side = 0; side < 2; side++) {
            if (backward.wanted(side)) {
                backward.give(
                        side,
                        new MeanSquaredErrorGradient(),
                        backward.input(side),
                        backward.input(1 - side),
                        backward.upstream());
            }
        }
    }
}
