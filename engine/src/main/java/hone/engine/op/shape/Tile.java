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
 * The whole value again and again along its dimensions. Any element type.
 *
 * @param repeats how often along each dimension; 1 for one of unknown size
 */
public record Tile(List<Long> repeats) implements Op {
    /** @throws InvalidInput if a number is negative */
    public Tile {
        repeats = List.copyOf(repeats);
        if (repeats.stream().anyMatch(times -> times < 0 || times > Integer.MAX_VALUE)) {
            throw new InvalidInput("nothing can be repeated less than never", "", "repeats are " + repeats);
        }
    }

    @Override
    public String kind() {
        return "Tile";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rank(inputs.getFirst(), repeats.size(), "input");
        List<Dim> dims = new ArrayList<>();
        for (int d = 0; d < repeats.size(); d++) {
            dims.add(
                    repeats.get(d) == 1
                            ? x.dim(d)
                            : Dim.of(Math.multiplyExact(Expect.fixed(x, d, "input"), repeats.get(d))));
        }
        return List.of(new TensorType(x.dtype(), dims));
    }

    /** No arithmetic: each element of the result is read once and written once. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long bytes = outputs.getFirst().maxBytes();
        return new Cost(0, 0, bytes, bytes);
    }
}
