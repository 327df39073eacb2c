package hone.engine.op.activation;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The Gaussian error linear unit (Hendrycks and Gimpel, 2016) in the form with tanh that GPT-2 uses: y = x/2 · (1 +
 * tanh(√(2/π) · (x + 0.044715 x³))), element by element; NaN stays NaN, and so does −∞ become NaN, as a product of
 * infinity and 0.
 */
public record Gelu() implements Op {
    @Override
    public String kind() {
        return "Gelu";
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
