package hone.engine.op.shape;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/** Every sample as one row: (batch, a, b, …) gives (batch, a · b · …), the elements in the order they lie in. */
public record Flatten() implements Op {
    @Override
    public String kind() {
        return "Flatten";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.getFirst(), DType.F32, "input"), 2, "input");
        long columns = 1;
        for (Dim dim : x.dims().subList(1, x.rank())) {
            if (!(dim instanceof Dim.Fixed fixed)) {
                throw new InvalidInput("only the first dimension may be unknown", "", "they are " + x);
            }
            if (fixed.size() != 0 && columns > Long.MAX_VALUE / fixed.size()) {
                throw new InvalidInput("a tensor's sizes overflow", "", x.toString());
            }
            columns *= fixed.size();
        }
        return List.of(TensorType.f32(x.dim(0), Dim.of(columns)));
    }

    /** No arithmetic; the bytes are those of a copy, which a plan leaves out where nobody else needs the input. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, 0, x.maxBytes(), x.maxBytes());
    }

    /** Each element stays at its place in memory, so a plan may let the output take over the input's memory. */
    @Override
    public boolean elementwise() {
        return true;
    }
}
