package hone.engine.train.gradient;

import hone.engine.op.embedding.Embedding;
import hone.engine.op.embedding.EmbeddingGradient;

/** A row of the table gets the sum of the gradients of all places where its id stands. */
final class EmbeddingRule implements GradientRule<Embedding> {
    @Override
    public Class<Embedding> op() {
        return Embedding.class;
    }

    @Override
    public void apply(Embedding op, Backward backward) {
        long vocabulary = backward.type(backward.input(Embedding.TABLE)).dim(0).max();
        backward.give(
                Embedding.TABLE, new EmbeddingGradient(vocabulary), backward.input(Embedding.IDS), backward.upstream());
    }
}
