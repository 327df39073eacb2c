package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.op.dropout.Dropout;
import hone.engine.op.matmul.Linear;
import hone.engine.rewrite.GraphCopy;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a {@link Dropout} before every linear layer but those that read the graph's own inputs. Only the training graph has
 * them, so inference needs no switch.
 */
final class DropoutLayers {
    /** The input that brings the number of the draw, from 1, which decides what is left out // (1) I32. */
    static final String STEP = "dropoutStep";

    /** What the streams of random numbers begin with; the place of the dropped value in the graph is added. */
    private static final long STREAM = 0x4452_4F50_0000L;

    private DropoutLayers() {}

    /**
     * The graph with dropout, and with the input {@link #STEP}; the same graph at a rate of 0.
     *
     * @param rate from 0 to below 1
     * @param seed of the run
     * @throws hone.engine.InvalidInput if the rate is out of its range
     */
    static Graph in(Graph forward, float rate, long seed) {
        if (rate == 0) {
            return forward;
        }
        Map<Value, Value> dropped = new HashMap<>();
        return GraphCopy.of(forward, (node, index, copy) -> {
            if (!(node instanceof Node.Apply apply
                    && apply.op() instanceof Linear
                    && forward.node(apply.inputs().getFirst()) instanceof Node.Apply)) {
                return Optional.empty();
            }
            Value source = apply.inputs().getFirst();
            Value x = dropped.computeIfAbsent(source, value -> {
                Value step = copy.builder()
                        .build()
                        .find(STEP)
                        .orElseGet(() -> copy.builder().input(STEP, TensorType.of(DType.I32, Shape.of(1))));
                Dropout op = new Dropout(rate, seed, STREAM + value.node());
                return copy.builder().apply(apply.name() + ".dropout", op, copy.map(value), step);
            });
            List<Value> inputs = copy.map(apply.inputs());
            inputs.set(0, x);
            return Optional.of(copy.builder().apply(apply.name(), apply.op(), inputs));
        });
    }
}
