package hone.engine.train.gradient;

import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.attention.RotaryEmbeddingGradient;

/** A rotation's transpose turns back by the same angle. */
final class RotaryEmbeddingRule implements GradientRule<RotaryEmbedding> {
    @Override
    public Class<RotaryEmbedding> op() {
        return RotaryEmbedding.class;
    }

    @Override
    public void apply(RotaryEmbedding op, Backward backward) {
        backward.give(
                0, new RotaryEmbeddingGradient(op), backward.upstream(), backward.input(RotaryEmbedding.POSITION));
    }
}
