package hone.engine.op.embedding;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link Embedding} by its table: each row is the sum of the gradients at all places where its id stands.
 * Inputs: ids (batch, seq) I32, each from 0 to vocabulary − 1, and dy (batch, seq, d) F32. Output: (vocabulary, d).
 *
 * @param vocabulary rows of the table
 */
public record EmbeddingGradient(long vocabulary) implements Op {
    /** @throws InvalidInput if there is no row */
    public EmbeddingGradient {
        if (vocabulary < 1) {
            throw new InvalidInput("an embedding's table needs at least one row", "", "it has " + vocabulary);
        }
    }

    @Override
    public String kind() {
        return "EmbeddingGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        TensorType ids = Expect.rank(Expect.dtype(inputs.get(0), DType.I32, "ids"), 2, "ids");
        TensorType dy = Expect.rank(Expect.dtype(inputs.get(1), DType.F32, "gradient"), 3, "gradient");
        if (!ids.dims().equals(dy.dims().subList(0, 2))) {
            throw new InvalidInput("ids and gradient differ", "", ids + " vs " + dy);
        }
        return List.of(TensorType.f32(Dim.of(vocabulary), dy.dim(2)));
    }

    /** An addition for each element of the gradient. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType dy = inputs.get(1);
        return new Cost(
                0,
                dy.maxShape().elements(),
                inputs.get(0).maxBytes() + dy.maxBytes(),
                outputs.getFirst().maxBytes());
    }
}
