package hone.engine.op.optimizer;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Adds a gradient to the sum of those of the same step's other parts, in place: sum += gradient. Inputs: sum and gradient of
 * one F32 type. Output: the sum.
 */
public record Accumulate() implements Op {
    @Override
    public String kind() {
        return "Accumulate";
    }

    @Override
    public int updates(int output) {
        return 0;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        TensorType sum = Expect.dtype(inputs.get(0), DType.F32, "sum");
        Expect.same(sum, inputs.get(1), "the sum and a gradient");
        return List.of(sum);
    }

    /** An addition for each element. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType sum = inputs.getFirst();
        return new Cost(0, sum.maxShape().elements(), 2 * sum.maxBytes(), sum.maxBytes());
    }
}
