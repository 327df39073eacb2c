package hone.engine.op.normalization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link Softmax}: inputs y (the softmax's output) and dy, both (…, width) F32; output dx = y · (dy − Σ y ·
 * dy), the sum over the row.
 */
public record SoftmaxGradient() implements Op {
    @Override
    public String kind() {
        return "SoftmaxGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        Expect.same(inputs.get(0), inputs.get(1), "output and its gradient");
        return List.of(Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "output"), 1, "output"));
    }

    /** A product and an addition for the sum, a subtraction and a product for the result. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType y = inputs.getFirst();
        return new Cost(0, 4 * y.maxShape().elements(), 2 * y.maxBytes(), y.maxBytes());
    }
}
