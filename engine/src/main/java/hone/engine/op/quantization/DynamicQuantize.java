package hone.engine.op.quantization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Real numbers rounded to 8 bits with a scale that this run's numbers give: the range from the least to the largest, and 0 at
 * any rate, falls into 255 steps. Input: x F32. Outputs: y U8, the scale F32 and the zero point U8, both scalars.
 */
public record DynamicQuantize() implements Op {
    @Override
    public String kind() {
        return "DynamicQuantize";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.dtype(inputs.getFirst(), DType.F32, "input");
        return List.of(
                x.withDType(DType.U8), new TensorType(DType.F32, List.of()), new TensorType(DType.U8, List.of()));
    }

    /** For each element two comparisons, a division, a rounding and an addition; x is read twice. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0,
                5 * x.maxShape().elements(),
                2 * x.maxBytes(),
                outputs.getFirst().maxBytes());
    }
}
