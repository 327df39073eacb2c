package hone.engine.graph;

import hone.engine.InvalidInput;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An immutable computation: nodes in an order in which every value is made before it is used, and the values that leave
 * the graph by name.
 */
public final class Graph {
    private final List<Node> nodes;
    private final SequencedMap<String, Value> outputs;
    private final Map<String, Integer> byName;

    Graph(List<Node> nodes, SequencedMap<String, Value> outputs) {
        this.nodes = List.copyOf(nodes);
        this.outputs = new LinkedHashMap<>(outputs);
        this.byName = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            byName.put(nodes.get(i).name(), i);
        }
    }

    /** All nodes, each after those it uses. */
    public List<Node> nodes() {
        return nodes;
    }

    public Node node(Value value) {
        return nodes.get(value.node());
    }

    public TensorType type(Value value) {
        return node(value).outputs().get(value.output());
    }

    /** The values that leave the graph, by name, in the order they were declared. */
    public SequencedMap<String, Value> outputs() {
        return java.util.Collections.unmodifiableSequencedMap(outputs);
    }

    /** @throws InvalidInput if there is no output of that name */
    public Value output(String name) {
        Value value = outputs.get(name);
        if (value == null) {
            throw new InvalidInput("the graph has no such output", name, "it has " + outputs.keySet());
        }
        return value;
    }

    /** The value of the node of that name, if there is one. */
    public Optional<Value> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(index -> new Value(index, 0));
    }

    /** The types of an op node's inputs, in order. */
    public List<TensorType> inputTypes(Node.Apply node) {
        return node.inputs().stream().map(this::type).toList();
    }

    /** The op nodes, in order. */
    public List<Node.Apply> applications() {
        List<Node.Apply> found = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Apply apply) {
                found.add(apply);
            }
        }
        return found;
    }

    public List<Node.Input> inputs() {
        return nodes.stream()
                .filter(Node.Input.class::isInstance)
                .map(Node.Input.class::cast)
                .toList();
    }

    public List<Node.Weight> weights() {
        return nodes.stream()
                .filter(Node.Weight.class::isInstance)
                .map(Node.Weight.class::cast)
                .toList();
    }

    public List<Node.State> states() {
        return nodes.stream()
                .filter(Node.State.class::isInstance)
                .map(Node.State.class::cast)
                .toList();
    }

    /** The number of weight elements. */
    public long parameters() {
        return weights().stream()
                .mapToLong(weight -> weight.type().maxShape().elements())
                .sum();
    }

    /** The batch, and every other symbol of the inputs at its largest: sequences as long as the context. */
    public Map<String, Long> sizes(long batch) {
        Map<String, Long> sizes = new HashMap<>();
        for (Node.Input input : inputs()) {
            for (Dim dim : input.type().dims()) {
                if (dim instanceof Dim.Symbol symbol) {
                    sizes.put(symbol.name(), symbol.max());
                }
            }
        }
        sizes.put("batch", batch);
        return sizes;
    }

    /**
     * The cost of every op of one run, by node name.
     *
     * @param symbols the size of every symbol
     */
    public SequencedMap<String, Cost> costs(Map<String, Long> symbols) {
        SequencedMap<String, Cost> costs = new LinkedHashMap<>();
        for (Node.Apply node : applications()) {
            costs.put(node.name(), cost(node, symbols));
        }
        return costs;
    }

    /** The cost of one op node at these symbol sizes. */
    public Cost cost(Node.Apply node, Map<String, Long> symbols) {
        List<TensorType> inputs = inputTypes(node).stream()
                .map(type -> TensorType.of(type.dtype(), type.resolve(symbols)))
                .toList();
        return node.op().cost(inputs, node.op().infer(inputs));
    }
}
