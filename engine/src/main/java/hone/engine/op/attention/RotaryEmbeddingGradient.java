package hone.engine.op.attention;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link RotaryEmbedding}: each pair of dy is turned back by the angle by which the forward pass turned it.
 * Inputs: dy (batch, seq, heads·headDim) F32, and the position (1) I32 of the first row. Output: as dy.
 *
 * @param of the rotation
 */
public record RotaryEmbeddingGradient(RotaryEmbedding of) implements Op {
    @Override
    public String kind() {
        return "RotaryEmbeddingGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        return of.infer(inputs);
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        return of.cost(inputs, outputs);
    }
}
