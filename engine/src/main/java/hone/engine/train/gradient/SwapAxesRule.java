package hone.engine.train.gradient;

import hone.engine.op.shape.SwapAxes;

/** The gradient's axes change places back. */
final class SwapAxesRule implements GradientRule<SwapAxes> {
    @Override
    public Class<SwapAxes> op() {
        return SwapAxes.class;
    }

    @Override
    public void apply(SwapAxes op, Backward backward) {
        backward.give(0, new SwapAxes(), backward.upstream());
    }
}
