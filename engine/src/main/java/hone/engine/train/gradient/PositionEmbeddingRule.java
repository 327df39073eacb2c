package hone.engine.train.gradient;

import hone.engine.graph.Value;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.attention.PositionEmbeddingGradient;
import java.util.ArrayList;
import java.util.List;

/** The gradient of a sum goes to the rows as it is; the table's rows get what all samples gave at their position. */
final class PositionEmbeddingRule implements GradientRule<PositionEmbedding> {
    @Override
    public Class<PositionEmbedding> op() {
        return PositionEmbedding.class;
    }

    @Override
    public void apply(PositionEmbedding op, Backward backward) {
        backward.pass(0, backward.upstream());
        if (!backward.wanted(PositionEmbedding.TABLE)) {
            return;
        }
        List<Value> inputs = new ArrayList<>(List.of(backward.upstream()));
        if (backward.inputs() > PositionEmbedding.POSITION) {
            inputs.add(backward.input(PositionEmbedding.POSITION));
        }
        long positions =
                backward.type(backward.input(PositionEmbedding.TABLE)).dim(0).max();
        backward.give(PositionEmbedding.TABLE, new PositionEmbeddingGradient(positions), inputs.toArray(Value[]::new));
    }
}
