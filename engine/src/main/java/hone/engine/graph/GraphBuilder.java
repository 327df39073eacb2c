package hone.engine.graph;

import hone.engine.InvalidInput;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes down a graph node by node; a value exists once its node is added, so the order is right by construction. */
public final class GraphBuilder {
    private static final int MOST_NAME = 256;

    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final LinkedHashMap<String, Value> outputs = new LinkedHashMap<>();

    public Value input(String name, TensorType type) {
        return add(new Node.Input(name, type));
    }

    public Value weight(String name, TensorType type) {
        return add(new Node.Weight(name, type));
    }

    public Value state(String name, TensorType type) {
        return add(new Node.State(name, type));
    }

    /**
     * Adds an op that gives one value.
     *
     * @throws InvalidInput if the inputs do not fit the op
     */
    public Value apply(String name, Op op, Value... inputs) {
        return apply(name, op, List.of(inputs)).getFirst();
    }

    /**
     * Adds an op.
     *
     * @return its values, one for each output
     * @throws InvalidInput if the inputs do not fit the op
     */
    public List<Value> apply(String name, Op op, List<Value> inputs) {
        List<TensorType> types = inputs.stream().map(this::type).toList();
        List<TensorType> results;
        try {
            results = op.infer(types);
        } catch (InvalidInput e) {
            throw new InvalidInput(op.kind() + " does not fit its inputs", "node " + name, e.getMessage());
        }
        Value first = add(new Node.Apply(name, op, inputs, results));
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            values.add(new Value(first.node(), i));
        }
        return values;
    }

    /** Lets a value leave the graph under this name. */
    public GraphBuilder output(String name, Value value) {
        if (outputs.putIfAbsent(name, value) != null) {
            throw new InvalidInput("the graph cannot be built", "output " + shown(name), "two outputs have this name");
        }
        return this;
    }

    /** The node added last. */
    public Node last() {
        return nodes.getLast();
    }

    /** @throws InvalidInput if there is no such value */
    public TensorType type(Value value) {
        if (value.node() >= nodes.size()
                || value.output() >= nodes.get(value.node()).outputs().size()) {
            throw new InvalidInput("the graph cannot be built", value.toString(), "there is no such value");
        }
        return nodes.get(value.node()).outputs().get(value.output());
    }

    /** Adds every node of another graph, each perhaps replaced by a leaf of the same value count; the values map over. */
    public List<Value> append(Graph graph, UnaryOperator<Node> leaf) {
        List<Value> mapped = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Apply apply) {
                List<Value> inputs = apply.inputs().stream()
                        .map(value -> new Value(mapped.get(value.node()).node(), value.output()))
                        .toList();
                apply(apply.name(), apply.op(), inputs);
                mapped.add(new Value(nodes.size() - 1, 0));
            } else {
                mapped.add(add(leaf.apply(node)));
            }
        }
        return mapped;
    }

    public Graph build() {
        return new Graph(nodes, outputs);
    }

    private Value add(Node node) {
        if (node.name().isEmpty() || node.name().length() > MOST_NAME) {
            throw new InvalidInput(
                    "the graph cannot be built",
                    "node " + shown(node.name()),
                    "its name has " + node.name().length() + " characters of 1 to " + MOST_NAME);
        }
        if (!names.add(node.name())) {
            throw new InvalidInput("the graph cannot be built", "node " + node.name(), "two nodes have this name");
        }
        nodes.add(node);
        return new Value(nodes.size() - 1, 0);
    }

    private static String shown(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "…";
    }
}
