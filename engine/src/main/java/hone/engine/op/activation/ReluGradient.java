package hone.engine.op.activation;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The gradient of {@link Relu}: inputs y (the rectifier's output) and dy; output dx = dy where y > 0, else 0. */
public record ReluGradient() implements Op {
    @Override
    public String kind() {
        return "ReluGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        Expect.same(inputs.get(0), inputs.get(1), "output and its gradient");
        return List.of(Expect.dtype(inputs.get(1), DType.F32, "gradient"));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType dy = inputs.get(1);
        return new Cost(0, dy.maxShape().elements(), 2 * dy.maxBytes(), dy.maxBytes());
    }

    @Override
    public boolean elementwise() {
        return true;
    }
}
