package hone.engine.train.gradient;

import hone.engine.op.loss.CrossEntropy;
import hone.engine.op.loss.CrossEntropyGradient;

/** Softmax and logarithm differentiated together: dlogits = (softmax − onehot) · dloss / batch. */
final class CrossEntropyRule implements GradientRule<CrossEntropy> {
    private static final int LOGITS = 0;
    private static final int LABELS = 1;

    @Override
    public Class<CrossEntropy> op() {
        return CrossEntropy.class;
    }

    @Override
    public void apply(CrossEntropy op, Backward backward) {
        backward.give(
                LOGITS,
                new CrossEntropyGradient(op.smoothing()),
                backward.input(LOGITS),
                backward.input(LABELS),
                backward.upstream());
    }
}
