package hone.engine.op.attention;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link PositionEmbedding} by its table: the row of a position is the sum of the gradients that all
 * samples have there, and 0 where no row stands. Inputs: dy (batch, seq, width) F32, and the position (1) I32 of the first
 * row where the op has one. Output: (positions, width).
 *
 * @param positions rows of the table
 */
public record PositionEmbeddingGradient(long positions) implements Op {
    /** Input 1: where the first row stands; without it, at position 0. */
    public static final int POSITION = 1;

    /** @throws InvalidInput if there is no row */
    public PositionEmbeddingGradient {
        if (positions < 1) {
            throw new InvalidInput("a table of positions needs at least one row", "", "it has " + positions);
        }
    }

    @Override
    public String kind() {
        return "PositionEmbeddingGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        AttentionShapes.requireOptionalPosition(inputs, POSITION);
        TensorType dy = Expect.rank(Expect.dtype(inputs.getFirst(), DType.F32, "gradient"), 3, "gradient");
        if (dy.dim(1).max() > positions) {
            throw new InvalidInput(
                    "the gradient is longer than there are positions",
                    "",
                    dy.dim(1).max() + " rows of " + positions);
        }
        return List.of(TensorType.f32(Dim.of(positions), dy.dim(2)));
    }

    /** An addition for each element of the gradient. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType dy = inputs.getFirst();
        return new Cost(
                0,
                dy.maxShape().elements(),
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.getFirst().maxBytes());
    }
}
