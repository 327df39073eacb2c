package hone.engine.rewrite;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.op.activation.Activation;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.matmul.Linear;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts an activation into the layer before it, where nothing else uses the layer's own result. By itself an activation
 * fetches every result from memory, does next to nothing with it and puts it back; in the layer's kernel it finds the
 * results in a register or in the first cache. The fused layer keeps its place and its name.
 */
public final class ActivationFusion {
    private final Map<Integer, Op> fused = new HashMap<>();
    private final Set<Integer> absorbed = new HashSet<>();

    private ActivationFusion(Graph graph, LayerGlob layers) {
        Uses uses = Uses.of(graph);
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (graph.nodes().get(i) instanceof Node.Apply node) {
                Optional<Activation> activation = Activation.of(node.op());
                Value result = node.inputs().isEmpty()
                        ? new Value(i, 0)
                        : node.inputs().getFirst();
                if (activation.isPresent()
                        && graph.node(result) instanceof Node.Apply layer
                        && layers.matches(layer.layer())
                        && uses.byOneOp(result)) {
                    int index = i;
                    with(layer.op(), activation.get()).ifPresent(op -> {
                        fused.put(result.node(), op);
                        absorbed.add(index);
                    });
                }
            }
        }
    }

    /** The graph with its activations fused, of the layers that the pattern matches; the same graph where there are none. */
    public static Graph of(Graph graph, LayerGlob layers) {
        ActivationFusion fusion = new ActivationFusion(graph, layers);
        return fusion.fused.isEmpty() ? graph : GraphCopy.of(graph, fusion::change);
    }

    /** The layer with this activation; empty for ops that take none, or have one already. */
    private static Optional<Op> with(Op op, Activation activation) {
        return switch (op) {
            case Linear linear
            when linear.activation() == Activation.NONE -> Optional.of(linear.withActivation(activation));
            case Conv2d conv when conv.activation() == Activation.NONE -> Optional.of(conv.withActivation(activation));
            default -> Optional.empty();
        };
    }

    private Optional<List<Value>> change(Node node, int index, GraphCopy copy) {
        if (!(node instanceof Node.Apply apply)) {
            return Optional.empty();
        }
        if (absorbed.contains(index)) {
            return Optional.of(copy.map(apply.inputs()));
        }
        return Optional.ofNullable(fused.get(index))
                .map(op -> copy.builder().apply(apply.name(), op, copy.map(apply.inputs())));
    }
}
