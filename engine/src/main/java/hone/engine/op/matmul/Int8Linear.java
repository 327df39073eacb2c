package hone.engine.op.matmul;

import hone.engine.graph.Cost;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * A linear layer whose weight is INT8 with one float32 scale for each output channel: W ≈ scale[out] · q[out, in],
 * symmetric, |q| ≤ 127. Inputs: x (…, in) F32, q (out, in) I8, scale (out) F32, b (out) F32, and, where
 * {@code quantizedActivations}, the input's calibrated scale (1) F32; the input is then rounded to INT8 too, saturating
 * at ±127, and multiplied in integers.
 *
 * @param quantizedActivations whether the arithmetic is INT8 × INT8
 */
public record Int8Linear(boolean quantizedActivations) implements hone.engine.graph.Op {
    @Override
    public String kind() {
        return "Int8Linear";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, quantizedActivations ? 5 : 4);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 2, "input");
        TensorType w = Expect.rank(Expect.dtype(inputs.get(1), DType.I8, "weight"), 2, "weight");
        Expect.vectorFor(Expect.dtype(inputs.get(2), DType.F32, "scale"), w, 0, "scale");
        Expect.vectorFor(Expect.dtype(inputs.get(3), DType.F32, "bias"), w, 0, "bias");
        if (quantizedActivations) {
            Expect.same(inputs.get(4), TensorType.f32(1L), "input scale");
        }
        return List.of(Linear.result(x, w));
    }

    /** The multiply-adds count as FLOPs as they do in float32; scale and bias are two more operations an output. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        return ProductCost.of(inputs.get(1).dim(1).max(), inputs, outputs, 2);
    }
}
