package hone.engine.train.gradient;

import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.conv.MaxPool2dGradient;

/** A window is its largest pixel, so that pixel gets all of its gradient. */
final class MaxPool2dRule implements GradientRule<MaxPool2d> {
    @Override
    public Class<MaxPool2d> op() {
        return MaxPool2d.class;
    }

    @Override
    public void apply(MaxPool2d op, Backward backward) {
        backward.give(0, new MaxPool2dGradient(op), backward.input(0), backward.upstream());
    }
}
