package hone.engine.technique.compression;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Linear;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The structured form of pruning: where whole neurons are gone, the layers become smaller dense ones, which any kernel
 * runs faster and which need no sparse format. Between two linear layers with a rectifier, a hidden neuron can go if the
 * second layer ignores it (its column of weights is zero), or if it does not depend on the input (its row of weights in
 * the first layer is zero): what it then always gives is added to the second layer's bias. The result of the model stays
 * the same but for the order of additions.
 */
public final class StructuredPruning {
    private StructuredPruning() {}

    /** A linear layer, the rectifier behind it and the linear layer behind that, connected to nothing else in between. */
    private record Pair(Node.Apply first, Node.Apply second) {
        String weight(Graph graph, boolean ofSecond, int input) {
            return graph.node((ofSecond ? second : first).inputs().get(input)).name();
        }
    }

    /** The model without the hidden neurons that can go; the model itself where there are none. */
    public static Model shrink(Model model, MemoryBudget budget) {
        Graph graph = model.graph();
        MemoryRegion region = budget.openCollected(Category.WEIGHTS, "smaller layers");
        Map<String, Tensor> weights = new HashMap<>(model.weights());
        for (Node.Apply second : graph.applications()) {
            pairEndingAt(graph, second).ifPresent(pair -> shrink(graph, pair, weights, region));
        }
        return weights.equals(model.weights()) ? model : new Model(model.id(), retyped(graph, weights), weights);
    }

    private static Optional<Pair> pairEndingAt(Graph graph, Node.Apply second) {
        return rectified(graph, second)
                .filter(first -> second.op() instanceof Linear
                        && usedOnce(graph, first)
                        && ownsWeights(graph, first)
                        && ownsWeights(graph, second))
                .map(first -> new Pair(first, second));
    }

    /** The linear layer in front of a node with nothing but a rectifier in between, be it fused or an op of its own. */
    private static Optional<Node.Apply> rectified(Graph graph, Node.Apply node) {
        if (!(producer(graph, node) instanceof Node.Apply before)) {
            return Optional.empty();
        }
        if (before.op() instanceof Linear linear && linear.activation() == Activation.RELU) {
            return Optional.of(before);
        }
        return before.op() instanceof Relu
                        && usedOnce(graph, before)
                        && producer(graph, before) instanceof Node.Apply first
                        && first.op() instanceof Linear linear
                        && linear.activation() == Activation.NONE
                ? Optional.of(first)
                : Optional.empty();
    }

    private static Node producer(Graph graph, Node.Apply node) {
        return graph.node(node.inputs().getFirst());
    }

    private static boolean ownsWeights(Graph graph, Node.Apply layer) {
        return layer.inputs().stream()
                .skip(1)
                .map(graph::node)
                .allMatch(node -> node instanceof Node.Weight && usedOnce(graph, node));
    }

    private static boolean usedOnce(Graph graph, Node node) {
        int index = graph.nodes().indexOf(node);
        long uses = graph.applications().stream()
                .flatMap(user -> user.inputs().stream())
                .filter(value -> value.node() == index)
                .count();
        return uses == 1 && graph.outputs().values().stream().noneMatch(value -> value.node() == index);
    }

    /** Replaces the tensors of one pair, where a neuron can go. */
    private static void shrink(Graph graph, Pair pair, Map<String, Tensor> weights, MemoryRegion region) {
        Tensor in = weight(weights, pair.weight(graph, false, 1)); // (hidden, k)
        Tensor out = weight(weights, pair.weight(graph, true, 1)); // (n, hidden)
        Optional<Tensor> inBias = bias(graph, pair, false, weights); // (hidden)
        Optional<Tensor> outBias = bias(graph, pair, true, weights); // (n)
        int hidden = (int) in.shape().size(0);
        List<Integer> kept = new ArrayList<>();
        float[] moved = new float[(int) out.shape().size(0)];
        for (int neuron = 0; neuron < hidden; neuron++) {
            float always = Math.max(0, inBias.isPresent() ? inBias.get().getFloat(neuron) : 0);
            boolean constant = isZero(in, neuron, true) && (always == 0 || outBias.isPresent());
            boolean last = neuron == hidden - 1 && kept.isEmpty();
            if (last || !(isZero(out, neuron, false) || constant)) {
                kept.add(neuron);
            } else if (constant && always != 0) {
                for (int j = 0; j < moved.length; j++) {
                    moved[j] += always * out.getFloat((long) j * hidden + neuron);
                }
            }
        }
        if (kept.size() == hidden) {
            return;
        }
        weights.put(pair.weight(graph, false, 1), rows(in, kept, region));
        weights.put(pair.weight(graph, true, 1), columns(out, kept, region));
        inBias.ifPresent(bias -> weights.put(pair.weight(graph, false, 2), rows(bias, kept, region)));
        outBias.ifPresent(bias -> weights.put(pair.weight(graph, true, 2), sum(bias, moved, region)));
    }

    private static Tensor weight(Map<String, Tensor> weights, String name) {
        return Optional.ofNullable(weights.get(name)).orElseThrow();
    }

    private static Optional<Tensor> bias(Graph graph, Pair pair, boolean ofSecond, Map<String, Tensor> weights) {
        Node.Apply layer = ofSecond ? pair.second() : pair.first();
        return layer.inputs().size() < 3
                ? Optional.empty()
                : Optional.of(weight(weights, pair.weight(graph, ofSecond, 2)));
    }

    private static boolean isZero(Tensor matrix, int index, boolean row) {
        long columns = matrix.shape().size(1);
        long count = row ? columns : matrix.shape().size(0);
        for (long i = 0; i < count; i++) {
            if (matrix.getFloat(row ? index * columns + i : i * columns + index) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Some rows of a matrix, or elements of a vector. */
    private static Tensor rows(Tensor tensor, List<Integer> kept, MemoryRegion region) {
        long[] sizes = tensor.shape().sizes();
        long rowElements = tensor.shape().elements() / sizes[0];
        sizes[0] = kept.size();
        Tensor smaller = region.tensor(tensor.dtype(), Shape.of(sizes));
        for (int row = 0; row < kept.size(); row++) {
            for (long i = 0; i < rowElements; i++) {
                smaller.setFloat(row * rowElements + i, tensor.getFloat(kept.get(row) * rowElements + i));
            }
        }
        return smaller;
    }

    private static Tensor columns(Tensor matrix, List<Integer> kept, MemoryRegion region) {
        long rows = matrix.shape().size(0);
        long columns = matrix.shape().size(1);
        Tensor smaller = region.tensor(matrix.dtype(), Shape.of(rows, kept.size()));
        for (long row = 0; row < rows; row++) {
            for (int column = 0; column < kept.size(); column++) {
                smaller.setFloat(row * kept.size() + column, matrix.getFloat(row * columns + kept.get(column)));
            }
        }
        return smaller;
    }

    private static Tensor sum(Tensor bias, float[] moved, MemoryRegion region) {
        Tensor sum = region.tensor(bias.dtype(), bias.shape());
        for (int j = 0; j < moved.length; j++) {
            sum.setFloat(j, bias.getFloat(j) + moved[j]);
        }
        return sum;
    }

    /** The same graph with weights of these tensors' types. */
    private static Graph retyped(Graph graph, Map<String, Tensor> weights) {
        GraphBuilder builder = new GraphBuilder();
        for (Node node : graph.nodes()) {
            switch (node) {
                case Node.Input input -> builder.input(input.name(), input.type());
                case Node.State state -> builder.state(state.name(), state.type());
                case Node.Weight weight -> {
                    TensorType type = weight(weights, weight.name()).type();
                    builder.weight(weight.name(), type);
                }
                case Node.Apply apply -> builder.apply(apply.name(), apply.op(), apply.inputs());
            }
        }
        graph.outputs().forEach((name, value) -> builder.output(name, new Value(value.node(), value.output())));
        return builder.build();
    }
}
