package hone.engine.op.normalization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The logarithm of the softmax over the last dimension: y = x − max − ln Σ e^(x − max), which cannot overflow. */
public record LogSoftmax() implements Op {
    @Override
    public String kind() {
        return "LogSoftmax";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        return List.of(Expect.rankAtLeast(Expect.dtype(inputs.getFirst(), DType.F32, "input"), 1, "input"));
    }

    /** For each element a comparison, a subtraction, an exponential, an addition and another subtraction. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, 5 * x.maxShape().elements(), x.maxBytes(), x.maxBytes());
    }
}
