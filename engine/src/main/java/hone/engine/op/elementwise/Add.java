package hone.engine.op.elementwise;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The sum of two F32 tensors of one type: a residual connection, or gradients that meet where a value is used twice. */
public record Add() implements Op {
    @Override
    public String kind() {
        return "Add";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        Expect.same(inputs.get(0), inputs.get(1), "terms");
        return List.of(Expect.dtype(inputs.get(0), DType.F32, "terms"));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType sum = outputs.getFirst();
        return new Cost(0, sum.maxShape().elements(), 2 * sum.maxBytes(), sum.maxBytes());
    }

    @Override
    public boolean elementwise() {
        return true;
    }
}
