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
 * More elements around a value, or less: negative amounts cut off. F32 and I32.
 *
 * @param before elements in front of each dimension
 * @param after elements behind each; both 0 for a dimension of unknown size
 * @param mode what they are
 * @param value the number of {@link PadMode#CONSTANT}; what float32 cannot hold is an infinity
 */
public record Pad(List<Long> before, List<Long> after, PadMode mode, double value) implements Op {
    private static final long MOST = Integer.MAX_VALUE;

    /** @throws InvalidInput if the lists differ in length or a number is out of its range */
    public Pad {
        before = List.copyOf(before);
        after = List.copyOf(after);
        boolean small = before.stream().allMatch(amount -> Math.abs(amount) <= MOST)
                && after.stream().allMatch(amount -> Math.abs(amount) <= MOST);
        if (before.size() != after.size() || !small || !Double.isFinite(value)) {
            throw new InvalidInput(
                    "a padding must say two amounts for each dimension", "", before + " and " + after + ", " + value);
        }
    }

    @Override
    public String kind() {
        return "Pad";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rank(inputs.getFirst(), before.size(), "input");
        if (x.dtype() != DType.I32) {
            Expect.dtype(x, DType.F32, "input");
        }
        List<Dim> dims = new ArrayList<>();
        for (int d = 0; d < before.size(); d++) {
            boolean none = before.get(d) == 0 && after.get(d) == 0;
            dims.add(none ? x.dim(d) : Dim.of(padded(x, d)));
        }
        return List.of(new TensorType(x.dtype(), dims));
    }

    private long padded(TensorType x, int d) {
        long size = Expect.fixed(x, d, "input");
        long result = size + before.get(d) + after.get(d);
        if (result < 0 || (mode != PadMode.CONSTANT && size == 0)) {
            throw new InvalidInput(
                    "nothing is left of a dimension, or there is nothing to repeat", "", x + ", " + this);
        }
        return result;
    }

    /** No arithmetic: each element of the result is read once and written once. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long bytes = outputs.getFirst().maxBytes();
        return new Cost(0, 0, bytes, bytes);
    }
}
