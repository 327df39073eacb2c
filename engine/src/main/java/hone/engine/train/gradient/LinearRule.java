package hone.engine.train.gradient;

import hone.engine.InvalidInput;
import hone.engine.graph.Value;
import hone.engine.op.activation.Activation;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.reduce.SumRows;

/** y = x · Wᵀ + b, so dx = dy · W, dW = dyᵀ · x and db = Σ rows of dy. // x (…, in), W (out, in), dy (…, out) */
final class LinearRule implements GradientRule<Linear> {
    private static final int X = 0;
    private static final int W = 1;
    private static final int B = 2;

    @Override
    public Class<Linear> op() {
        return Linear.class;
    }

    @Override
    public void apply(Linear op, Backward backward) {
        if (op.activation() != Activation.NONE) {
            throw new InvalidInput(
                    "a linear layer with a fused activation cannot be trained",
                    op.toString(),
                    "what goes into the activation is not kept; train first and fuse after");
        }
        Value dy = backward.upstream();
        if (op.bias() && backward.wanted(B)) {
            backward.give(B, new SumRows(), dy);
        }
        if (backward.wanted(W)) {
            giveWeight(backward, dy);
        }
        if (backward.wanted(X)) {
            backward.give(X, new MatMul(false, false), dy, backward.input(W));
        }
    }

    /** Where rows come in sequences, each sequence has a product of its own, and the weight gets the sum of them. */
    private static void giveWeight(Backward backward, Value dy) {
        if (backward.type(dy).rank() == 2) {
            backward.give(W, new MatMul(true, false), dy, backward.input(X));
        } else {
            Value each = backward.step(W, "each", new MatMul(true, false), dy, backward.input(X));
            backward.give(W, new SumRows(2), each);
        }
    }
}
