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
 * Other dimensions for the same elements in the order they lie in: (batch, a · b · …) gives (batch, a, b, …), the inverse
 * of {@link Flatten}. All dimensions of the input but the first must be fixed. Any element type.
 *
 * @param sizes of the result; {@link #KEPT} at the first place keeps the input's first dimension, which may be unknown
 */
public record Unflatten(List<Long> sizes) implements Op {
    /** In place of the first size: as the input has it. */
    public static final long KEPT = -1;

    /** @throws InvalidInput if a size is out of its range */
    public Unflatten {
        sizes = List.copyOf(sizes);
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i) < 1 && !(i == 0 && sizes.get(i) == KEPT)) {
                throw new InvalidInput("sizes must be at least 1", "", "they are " + sizes);
            }
        }
        if (sizes.isEmpty()) {
            throw new InvalidInput("a tensor needs at least one dimension", "", "there are 0");
        }
    }

    /** The first dimension as it is, and these behind it. */
    public static Unflatten behindBatch(List<Long> sizes) {
        List<Long> all = new ArrayList<>(List.of(KEPT));
        all.addAll(sizes);
        return new Unflatten(all);
    }

    @Override
    public String kind() {
        return "Unflatten";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = inputs.getFirst();
        boolean kept = sizes.getFirst() == KEPT;
        int first = kept ? 1 : 0;
        long have = 1;
        for (int d = first; d < x.rank(); d++) {
            have = times(have, Expect.fixed(x, d, "input"), x);
        }
        long want = 1;
        List<Dim> dims = new ArrayList<>();
        if (kept) {
            dims.add(x.dim(0));
        }
        for (long size : sizes.subList(first, sizes.size())) {
            want = times(want, size, x);
            dims.add(Dim.of(size));
        }
        if (have != want) {
            throw new InvalidInput(
                    "the new dimensions hold another number of elements",
                    "",
                    want + " instead of " + have + " of " + x);
        }
        return List.of(new TensorType(x.dtype(), dims));
    }

    private static long times(long product, long size, TensorType x) {
        if (size != 0 && product > Long.MAX_VALUE / size) {
            throw new InvalidInput("a tensor's sizes overflow", "", x.toString());
        }
        return product * size;
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
