package hone.engine.op.shape;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.op.elementwise.Broadcast;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A value repeated along dimensions of size 1, as NumPy's broadcasting does it. Inputs: x of any type; where a size of the
 * result is only known in a run, a second value that has it.
 *
 * @param sizes of the result, at least as many as x has dimensions; −1 − k stands for the size of the second input's
 *     dimension k
 */
public record Expand(List<Long> sizes) implements Op {
    public Expand {
        sizes = List.copyOf(sizes);
    }

    @Override
    public String kind() {
        return "Expand";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        boolean open = sizes.stream().anyMatch(size -> size < 0);
        Expect.count(inputs, open ? 2 : 1);
        List<Dim> dims = new ArrayList<>();
        for (long size : sizes) {
            if (size < 0 && -1 - size >= inputs.get(1).rank()) {
                throw new InvalidInput("a size of the result does not exist", "", this + " of " + inputs.get(1));
            }
            dims.add(size < 0 ? inputs.get(1).dim((int) (-1 - size)) : Dim.of(size));
        }
        TensorType x = inputs.getFirst();
        TensorType y = new TensorType(x.dtype(), dims);
        if (x.rank() > y.rank() || !Broadcast.of(x, y).equals(dims)) {
            throw new InvalidInput("a value cannot be repeated to this shape", "", x + " to " + y);
        }
        return List.of(y);
    }

    /** No arithmetic: each element of the result is read once and written once. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long bytes = outputs.getFirst().maxBytes();
        return new Cost(0, 0, bytes, bytes);
    }
}
