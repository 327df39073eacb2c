package hone.engine.rewrite;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.op.normalization.BatchNorm;
import java.util.List;
import java.util.Optional;

/**
 * A layer with a batch normalization behind it that can go into it.
 *
 * @param layer the layer
 * @param folded its op, with a bias
 * @param bias whether it has one already
 * @param normalization the node behind it
 */
record FoldSite(Node.Apply layer, Op folded, boolean bias, Node.Apply normalization) {
    private static final List<ChannelFold<?>> FOLDS = List.of(new LinearFold(), new ConvFold());

    /**
     * The site at a normalization, if nothing else needs the layer's own result and all numbers concerned are weights of
     * the model; the layer's weight and bias must be its alone.
     */
    static Optional<FoldSite> at(Graph graph, Uses uses, LayerGlob layers, Node.Apply node) {
        if (!(node.op() instanceof BatchNorm)) {
            return Optional.empty();
        }
        Value result = node.inputs().getFirst();
        if (!(graph.node(result) instanceof Node.Apply layer)
                || !layers.matches(layer.layer())
                || !uses.byOneOp(result)) {
            return Optional.empty();
        }
        List<Value> statistics = node.inputs().subList(1, node.inputs().size());
        List<Value> own = layer.inputs().subList(1, layer.inputs().size());
        boolean constant = statistics.stream().allMatch(value -> weight(graph, value))
                && own.stream().allMatch(value -> weight(graph, value) && uses.byOneOp(value));
        return constant
                ? FOLDS.stream()
                        .flatMap(fold -> at(graph, fold, layer, node).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static <O extends Op> Optional<FoldSite> at(
            Graph graph, ChannelFold<O> fold, Node.Apply layer, Node.Apply node) {
        if (!fold.op().isInstance(layer.op())) {
            return Optional.empty();
        }
        O op = fold.op().cast(layer.op());
        return fold.takes(op, graph.type(node.inputs().getFirst()))
                ? Optional.of(new FoldSite(layer, fold.withBias(op), fold.bias(op), node))
                : Optional.empty();
    }

    private static boolean weight(Graph graph, Value value) {
        return graph.node(value) instanceof Node.Weight;
    }

    String weightName(Graph graph) {
        return graph.node(layer.inputs().get(1)).name();
    }

    /** The name of the layer's bias, or of the one it gets. */
    String biasName(Graph graph) {
        if (bias) {
            return graph.node(layer.inputs().get(2)).name();
        }
        String name = layer.name() + ".bias";
        return graph.find(name).isEmpty() ? name : layer.name() + ".folded.bias";
    }

    /** The name of one of the normalization's inputs. */
    String statisticName(Graph graph, int input) {
        return graph.node(normalization.inputs().get(input)).name();
    }

    float epsilon() {
        return ((BatchNorm) normalization.op()).epsilon();
    }
}
