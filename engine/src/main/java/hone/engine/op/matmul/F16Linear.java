package hone.engine.op.matmul;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * A linear layer whose weight is stored as float16 (IEEE 754 binary16) and whose arithmetic is float32: y = x · Wᵀ + b.
 * Every float16 is a float32, so nothing is lost but what storing the weight lost. Inputs: x (…, in) F32, W (out, in)
 * F16, b (out) F32.
 */
public record F16Linear() implements Op {
    @Override
    public String kind() {
        return "F16Linear";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 2, "input");
        TensorType w = Expect.rank(Expect.dtype(inputs.get(1), DType.F16, "weight"), 2, "weight");
        Expect.vectorFor(Expect.dtype(inputs.get(2), DType.F32, "bias"), w, 0, "bias");
        return List.of(Linear.result(x, w));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        return ProductCost.of(inputs.get(1).dim(1).max(), inputs, outputs, 1);
    }
}
