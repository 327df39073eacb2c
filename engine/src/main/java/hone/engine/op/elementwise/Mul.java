package hone.engine.op.elementwise;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The product of two F32 tensors of one type, element by element: one half of a gated layer, as in Llama. */
public record Mul() implements Op {
    @Override
    public String kind() {
        return "Mul";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        Expect.same(inputs.get(0), inputs.get(1), "factors");
        return List.of(Expect.dtype(inputs.get(0), DType.F32, "factors"));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType product = outputs.getFirst();
        return new Cost(0, product.maxShape().elements(), 2 * product.maxBytes(), product.maxBytes());
    }

    @Override
    public boolean elementwise() {
        return true;
    }
}
