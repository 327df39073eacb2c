package hone.engine.op.quantization;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Whole numbers as the real ones they stand for: y = (x − zero) · scale. Inputs: x I8, U8 or I32, scale F32, zero of x's type;
 * scale and zero are one number, or one for each slice of x along a dimension.
 *
 * @param axis that dimension, from 0
 */
public record Dequantize(int axis) implements Op {
    @Override
    public String kind() {
        return "Dequantize";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType x = inputs.get(0);
        if (x.dtype() != DType.I32) {
            Scales.bytes(x, "input");
        }
        TensorType zero = inputs.get(2);
        if (zero.dtype() != x.dtype()) {
            throw new InvalidInput("the zero point has another type than the input", "", zero + " and " + x);
        }
        Scales.check(x, inputs.get(1), zero, axis);
        return List.of(x.withDType(DType.F32));
    }

    /** For each element a subtraction and a product. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0, 2 * x.maxShape().elements(), x.maxBytes(), outputs.getFirst().maxBytes());
    }
}
