package hone.engine.op.normalization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The normalized rows of {@link LayerNorm} or {@link RmsNorm}, before their weight, times the gradient of the result: what
 * one row adds to the weight's gradient. Inputs: x and dy, both (…, width) F32. Output: x̂ · dy, as x.
 *
 * @param centred whether the mean is taken out first, as in {@link LayerNorm}
 * @param epsilon of the normalization
 */
public record NormalizedProduct(boolean centred, float epsilon) implements Op {
    /** @throws hone.engine.InvalidInput if epsilon is not a positive finite number */
    public NormalizedProduct {
        var _ = new RmsNorm(epsilon);
    }

    @Override
    public String kind() {
        return "NormalizedProduct";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        Expect.same(inputs.get(0), inputs.get(1), "input and its output's gradient");
        return List.of(Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 1, "input"));
    }

    /** The statistics, the normal row and one product. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, (centred ? 6L : 4L) * x.maxShape().elements(), 2 * x.maxBytes(), x.maxBytes());
    }
}
