package hone.engine.op.conv;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link MaxPool2d}: each window's gradient goes to its largest pixel, the first of equals in memory order,
 * and where windows overlap a pixel gets the sum. Inputs: x (batch, channels, height, width) and dy as the pooling's
 * output. Output: as x.
 *
 * @param of the pooling
 */
public record MaxPool2dGradient(MaxPool2d of) implements Op {
    @Override
    public String kind() {
        return "MaxPool2dGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        Expect.same(of.infer(inputs.subList(0, 1)).getFirst(), inputs.get(1), "pooling's output and its gradient");
        return List.of(inputs.getFirst());
    }

    /** The comparisons of the pooling again, and an addition for each window. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType dy = inputs.get(1);
        long size = (long) of.kernel().height() * of.kernel().width();
        return new Cost(
                0,
                size * dy.maxShape().elements(),
                inputs.getFirst().maxBytes() + dy.maxBytes(),
                outputs.getFirst().maxBytes());
    }
}
