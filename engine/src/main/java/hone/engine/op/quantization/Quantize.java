package hone.engine.op.quantization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Real numbers rounded to 8 bits: y = round(x / scale) + zero, halves to the even number, cut off at the ends of the type.
 * Inputs: x F32, scale F32, zero I8 or U8, which says the result's type; scale and zero are one number, or one for each
 * slice of x along a dimension.
 *
 * @param axis that dimension, from 0
 */
public record Quantize(int axis) implements Op {
    @Override
    public String kind() {
        return "Quantize";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType x = Expect.dtype(inputs.get(0), DType.F32, "input");
        TensorType zero = Scales.bytes(inputs.get(2), "zero point");
        Scales.check(x, inputs.get(1), zero, axis);
        return List.of(x.withDType(zero.dtype()));
    }

    /** For each element a division, a rounding and an addition. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0, 3 * x.maxShape().elements(), x.maxBytes(), outputs.getFirst().maxBytes());
    }
}
