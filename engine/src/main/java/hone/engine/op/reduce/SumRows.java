package hone.engine.op.reduce;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/** The sum over all dimensions but the last, row after row: x (…, n) F32 gives (n). It is a bias's gradient. */
public record SumRows() implements Op {
    @Override
    public String kind() {
        return "SumRows";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 1, "input");
        return List.of(TensorType.f32(x.dim(x.rank() - 1)));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0, x.maxShape().elements(), x.maxBytes(), outputs.getFirst().maxBytes());
    }
}
