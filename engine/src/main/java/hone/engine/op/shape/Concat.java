package hone.engine.op.shape;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Values one behind the other along a dimension. Inputs: one or more of one type but for that dimension, which must be fixed.
 *
 * @param axis the dimension, from 0
 */
public record Concat(int axis) implements Op {
    /** @throws InvalidInput if the dimension is negative */
    public Concat {
        if (axis < 0) {
            throw new InvalidInput("a dimension is counted from 0", "", "it is " + axis);
        }
    }

    @Override
    public String kind() {
        return "Concat";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        if (inputs.isEmpty()) {
            throw new InvalidInput("there is nothing to put together", "", "no input");
        }
        TensorType first = Expect.rankAtLeast(inputs.getFirst(), axis + 1, "input");
        long size = 0;
        for (TensorType input : inputs) {
            List<Dim> dims = new ArrayList<>(input.dims());
            if (input.rank() == first.rank()) {
                dims.set(axis, first.dim(axis));
            }
            Expect.same(first, new TensorType(input.dtype(), dims), "inputs");
            size = Math.addExact(size, Expect.fixed(input, axis, "input"));
        }
        List<Dim> dims = new ArrayList<>(first.dims());
        dims.set(axis, Dim.of(size));
        return List.of(new TensorType(first.dtype(), dims));
    }

    /** No arithmetic: each element of the result is read once and written once. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long bytes = outputs.getFirst().maxBytes();
        return new Cost(0, 0, bytes, bytes);
    }
}
