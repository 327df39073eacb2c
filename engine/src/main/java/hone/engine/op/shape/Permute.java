package hone.engine.op.shape;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The dimensions in another order: y's dimension i is x's dimension {@code order[i]}. Any element type.
 *
 * @param order each dimension once
 */
public record Permute(List<Integer> order) implements Op {
    /** @throws InvalidInput if a dimension is missing or named twice */
    public Permute {
        order = List.copyOf(order);
        if (!order.stream()
                .sorted()
                .toList()
                .equals(IntStream.range(0, order.size()).boxed().toList())) {
            throw new InvalidInput("an order must name each dimension once", "", "it is " + order);
        }
    }

    @Override
    public String kind() {
        return "Permute";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        TensorType x = Expect.rank(inputs.getFirst(), order.size(), "input");
        return List.of(new TensorType(x.dtype(), order.stream().map(x::dim).toList()));
    }

    /** No arithmetic: each element of the result is read once and written once. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long bytes = outputs.getFirst().maxBytes();
        return new Cost(0, 0, bytes, bytes);
    }
}
