package hone.engine.op.activation;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The sigmoid-weighted linear unit y = x / (1 + e^−x) (Elfwing et al., 2017), also called swish, element by element;
 * NaN stays NaN, and so does −∞ become NaN, as a product of infinity and 0.
 */
public record Silu() implements Op {
    @Override
    public String kind() {
        return "Silu";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        return List.of(Expect.dtype(inputs.get(0), DType.F32, "input"));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, x.maxShape().elements(), x.maxBytes(), x.maxBytes());
    }

    @Override
    public boolean elementwise() {
        return true;
    }
}
