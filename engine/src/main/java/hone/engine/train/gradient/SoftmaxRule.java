package hone.engine.train.gradient;

import hone.engine.op.normalization.Softmax;
import hone.engine.op.normalization.SoftmaxGradient;

/** It looks at the output: the exponentials need not be computed again. */
final class SoftmaxRule implements GradientRule<Softmax> {
    @Override
    public Class<Softmax> op() {
        return Softmax.class;
    }

    @Override
    public void apply(Softmax op, Backward backward) {
        backward.give(0, new SoftmaxGradient(), backward.output(0), backward.upstream());
    }
}
