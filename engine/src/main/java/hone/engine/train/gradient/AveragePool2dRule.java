package hone.engine.train.gradient;

import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.AveragePool2dGradient;
import hone.engine.op.conv.Extent;
import hone.engine.tensor.TensorType;

/** A window is the mean of its pixels, so each gets an equal share of its gradient. */
final class AveragePool2dRule implements GradientRule<AveragePool2d> {
    @Override
    public Class<AveragePool2d> op() {
        return AveragePool2d.class;
    }

    @Override
    public void apply(AveragePool2d op, Backward backward) {
        TensorType x = backward.type(backward.input(0));
        Extent image = new Extent((int) x.dim(2).max(), (int) x.dim(3).max());
        backward.give(0, new AveragePool2dGradient(op, image), backward.upstream());
    }
}
