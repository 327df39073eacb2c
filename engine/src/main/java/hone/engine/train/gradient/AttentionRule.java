package hone.engine.train.gradient;

import hone.engine.op.attention.Attention;
import hone.engine.op.attention.AttentionGradient;

/** One op gives the gradients of queries, keys and values: all three need the same scores. */
final class AttentionRule implements GradientRule<Attention> {
    @Override
    public Class<Attention> op() {
        return Attention.class;
    }

    @Override
    public void apply(Attention op, Backward backward) {
        backward.giveAll(
                new AttentionGradient(op),
                backward.input(Attention.QUERIES),
                backward.input(Attention.KEYS),
                backward.input(Attention.VALUES),
                backward.upstream());
    }
}
