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
 * Part of each dimension: y[i, …] = x[start + i · step, …]. Any element type.
 *
 * @param starts where each dimension begins; negative ones count from its end
 * @param steps from one element to the next, perhaps backwards, never 0
 * @param sizes of the result; {@link #KEPT} for a dimension that is taken whole, with start 0 and step 1
 */
public record Slice(List<Long> starts, List<Long> steps, List<Long> sizes) implements Op {
    /** In place of a size: as the input has it. */
    public static final long KEPT = -1;

    private static final long MOST = Integer.MAX_VALUE;

    /** @throws InvalidInput if the lists differ in length, or a number is out of its range */
    public Slice {
        starts = List.copyOf(starts);
        steps = List.copyOf(steps);
        sizes = List.copyOf(sizes);
        boolean same = starts.size() == sizes.size() && steps.size() == sizes.size();
        for (int d = 0; same && d < sizes.size(); d++) {
            boolean whole = sizes.get(d) == KEPT && starts.get(d) == 0 && steps.get(d) == 1;
            boolean part = sizes.get(d) >= 0 && steps.get(d) != 0;
            same = (whole || part)
                    && Math.abs(starts.get(d)) <= MOST
                    && Math.abs(steps.get(d)) <= MOST
                    && sizes.get(d) <= MOST;
        }
        if (!same) {
            throw new InvalidInput(
                    "a slice must say start, step and size of each dimension",
                    "",
                    "starts " + starts + ", steps " + steps + ", sizes " + sizes);
        }
    }

    @Override
    public String kind() {
        return "Slice";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rank(inputs.getFirst(), sizes.size(), "input");
        List<Dim> dims = new ArrayList<>();
        for (int d = 0; d < sizes.size(); d++) {
            dims.add(sizes.get(d) == KEPT ? x.dim(d) : Dim.of(within(x, d)));
        }
        return List.of(new TensorType(x.dtype(), dims));
    }

    private long within(TensorType x, int d) {
        long size = sizes.get(d);
        if (x.dim(d) instanceof Dim.Symbol && (size != 1 || starts.get(d) != -1)) {
            throw new InvalidInput("of a dimension of unknown size only the last can be taken", "", x + ", " + this);
        }
        long first = starts.get(d) < 0 ? starts.get(d) + x.dim(d).max() : starts.get(d);
        long last = first + (size - 1) * steps.get(d);
        if (size > 0
                && (Math.min(first, last) < 0
                        || Math.max(first, last) >= x.dim(d).max())) {
            throw new InvalidInput("a part lies outside of its dimension", "", x + ", " + this);
        }
        return size;
    }

    /** No arithmetic: each element of the result is read once and written once. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long bytes = outputs.getFirst().maxBytes();
        return new Cost(0, 0, bytes, bytes);
    }
}
