package hone.engine.op.optimizer;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/** All elements times one number: a gradient clipped. Inputs: x F32 and the factor (1) F32. Output: as x. */
public record Scale() implements Op {
    @Override
    public String kind() {
        return "Scale";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        Expect.same(inputs.get(1), TensorType.f32(1L), "factor and one F32");
        return List.of(Expect.dtype(inputs.get(0), DType.F32, "input"));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, x.maxShape().elements(), x.maxBytes() + Float.BYTES, x.maxBytes());
    }
}
