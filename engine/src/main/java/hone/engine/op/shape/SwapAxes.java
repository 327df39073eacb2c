package hone.engine.op.shape;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The last two dimensions change places: x (batch, a, b) F32 gives y (batch, b, a) with y[i, k, j] = x[i, j, k]. It makes
 * tokens of an image's channels, and channels of tokens again.
 */
public record SwapAxes() implements Op {
    @Override
    public String kind() {
        return "SwapAxes";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rank(Expect.dtype(inputs.getFirst(), DType.F32, "input"), 3, "input");
        return List.of(TensorType.f32(x.dim(0), x.dim(2), x.dim(1)));
    }

    /** No arithmetic: each element is read once and written once. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, 0, x.maxBytes(), x.maxBytes());
    }
}
