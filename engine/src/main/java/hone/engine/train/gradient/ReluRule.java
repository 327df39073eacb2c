package hone.engine.train.gradient;

import hone.engine.op.activation.Relu;
import hone.engine.op.activation.ReluGradient;

/** dx = dy where the output is above 0. It looks at the output and not at the input, which need not be kept then. */
final class ReluRule implements GradientRule<Relu> {
    @Override
    public Class<Relu> op() {
        return Relu.class;
    }

    @Override
    public void apply(Relu op, Backward backward) {
        backward.give(0, new ReluGradient(), backward.output(0), backward.upstream());
    }
}
