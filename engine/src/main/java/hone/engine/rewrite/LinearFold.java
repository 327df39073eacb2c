package hone.engine.rewrite;

import hone.engine.op.activation.Activation;
import hone.engine.op.matmul.Linear;
import hone.engine.tensor.TensorType;

/** Linear layers: a row of the weight for each output. */
final class LinearFold implements ChannelFold<Linear> {
    @Override
    public Class<Linear> op() {
        return Linear.class;
    }

    @Override
    public boolean bias(Linear op) {
        return op.bias();
    }

    @Override
    public Linear withBias(Linear op) {
        return new Linear(true);
    }

    @Override
    public boolean takes(Linear op, TensorType output) {
        return op.activation() == Activation.NONE && output.rank() == 2;
    }
}
