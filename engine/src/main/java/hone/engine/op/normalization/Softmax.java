package hone.engine.op.normalization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The softmax over the last dimension: y = e^(x − m) / Σ e^(x − m) with m the row's largest element, which keeps every
 * exponential at 1 or below. A row with NaN or with +∞ is NaN.
 */
public record Softmax() implements Op {
    @Override
    public String kind() {
        return "Softmax";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 1, "input");
        return List.of(x);
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, 4 * x.maxShape().elements(), x.maxBytes(), x.maxBytes());
    }
}
