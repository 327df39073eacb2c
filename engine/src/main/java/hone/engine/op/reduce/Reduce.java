package hone.engine.op.reduce;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Many numbers to one, along some dimensions: F32 gives F32; SUM, MAX, MIN and PRODUCT take I32, too.
 *
 * @param axes which dimensions, from 0
 * @param keep whether they stay, with size 1
 */
public record Reduce(ReduceFunction function, List<Integer> axes, boolean keep) implements Op {
    private static final Set<ReduceFunction> WHOLE =
            Set.of(ReduceFunction.SUM, ReduceFunction.MAX, ReduceFunction.MIN, ReduceFunction.PRODUCT);

    public Reduce {
        axes = axes.stream().sorted().distinct().toList();
    }

    @Override
    public String kind() {
        return "Reduce";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = inputs.getFirst();
        if (x.dtype() != DType.I32 || !WHOLE.contains(function)) {
            Expect.dtype(x, DType.F32, "input");
        }
        if (!axes.isEmpty() && (axes.getFirst() < 0 || axes.getLast() >= x.rank())) {
            throw new InvalidInput("a dimension to reduce does not exist", "", axes + " of " + x);
        }
        List<Dim> dims = new ArrayList<>();
        for (int d = 0; d < x.rank(); d++) {
            if (!axes.contains(d)) {
                dims.add(x.dim(d));
            } else if (keep) {
                dims.add(Dim.of(1));
            }
        }
        return List.of(new TensorType(x.dtype(), dims));
    }

    /** One operation for each element of the input. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(
                0, x.maxShape().elements(), x.maxBytes(), outputs.getFirst().maxBytes());
    }
}
