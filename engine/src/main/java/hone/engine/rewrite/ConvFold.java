package hone.engine.rewrite;

import hone.engine.op.activation.Activation;
import hone.engine.op.conv.Conv2d;
import hone.engine.tensor.TensorType;

/** Convolutions: a set of filters for each output channel. */
final class ConvFold implements ChannelFold<Conv2d> {
    @Override
    public Class<Conv2d> op() {
        return Conv2d.class;
    }

    @Override
    public boolean bias(Conv2d op) {
        return op.bias();
    }

    @Override
    public Conv2d withBias(Conv2d op) {
        return new Conv2d(op.stride(), op.padding(), op.dilation(), op.groups(), true);
    }

    @Override
    public boolean takes(Conv2d op, TensorType output) {
        return op.activation() == Activation.NONE;
    }
}
