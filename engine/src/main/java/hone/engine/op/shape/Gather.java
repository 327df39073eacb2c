package hone.engine.op.shape;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Slices of a value that whole numbers name: y[…, i…, …] = x[…, index[i…], …]. Inputs: x of any type, indices I32 of any
 * rank, negative ones counted from the end; the indices' dimensions take the place of the one they index.
 *
 * @param axis the dimension, from 0, whose size must be fixed
 */
public record Gather(int axis) implements Op {
    /** Input 1: which slices. */
    public static final int INDICES = 1;

    /** @throws InvalidInput if the dimension is negative */
    public Gather {
        if (axis < 0) {
            throw new InvalidInput("a dimension is counted from 0", "", "it is " + axis);
        }
    }

    @Override
    public String kind() {
        return "Gather";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        TensorType x = Expect.rankAtLeast(inputs.get(0), axis + 1, "input");
        Expect.fixed(x, axis, "input");
        TensorType indices = Expect.dtype(inputs.get(INDICES), DType.I32, "indices");
        List<Dim> dims = new ArrayList<>(x.dims().subList(0, axis));
        dims.addAll(indices.dims());
        dims.addAll(x.dims().subList(axis + 1, x.rank()));
        return List.of(new TensorType(x.dtype(), dims));
    }

    /** No arithmetic: each element of the result is read once and written once. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long bytes = outputs.getFirst().maxBytes();
        return new Cost(0, 0, bytes, bytes);
    }
}
