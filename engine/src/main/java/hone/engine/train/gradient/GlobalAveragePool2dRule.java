package hone.engine.train.gradient;

import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.AveragePool2dGradient;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.tensor.TensorType;

/** The mean of a whole channel is that of one window as large as the image. */
final class GlobalAveragePool2dRule implements GradientRule<GlobalAveragePool2d> {
    @Override
    public Class<GlobalAveragePool2d> op() {
        return GlobalAveragePool2d.class;
    }

    @Override
    public void apply(GlobalAveragePool2d op, Backward backward) {
        TensorType x = backward.type(backward.input(0));
        Extent image = new Extent((int) x.dim(2).max(), (int) x.dim(3).max());
        AveragePool2d whole = new AveragePool2d(image, image, Extent.square(0));
        backward.give(0, new AveragePool2dGradient(whole, image), backward.upstream());
    }
}
