package hone.engine.rewrite;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A graph on its way into another, node by node, so that a rewrite has to say only what becomes of what it changes. */
public final class GraphCopy {
    private final Graph graph;
    private final GraphBuilder builder = new GraphBuilder();
    private final Map<Value, Value> mapped = new HashMap<>();

    private GraphCopy(Graph graph) {
        this.graph = graph;
    }

    /** What becomes of a node. */
    @FunctionalInterface
    public interface Change {
        /**
         * Adds whatever takes the node's place to the copy's builder.
         *
         * @return the new values, one for each output of the node, or none where nobody asks for them any more; empty for a
         *     node that stays as it is
         */
        Optional<List<Value>> of(Node node, int index, GraphCopy copy);
    }

    /** A copy in which some nodes have changed. */
    public static Graph of(Graph graph, Change change) {
        GraphCopy copy = new GraphCopy(graph);
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            List<Value> values = change.of(node, i, copy).orElseGet(() -> copy.keep(node));
            for (int output = 0; output < values.size(); output++) {
                copy.mapped.put(new Value(i, output), values.get(output));
            }
        }
        graph.outputs().forEach((name, value) -> copy.builder.output(name, copy.map(value)));
        return copy.builder.build();
    }

    private List<Value> keep(Node node) {
        return switch (node) {
            case Node.Input input -> List.of(builder.input(input.name(), input.type()));
            case Node.State state -> List.of(builder.state(state.name(), state.type()));
            case Node.Weight weight -> List.of(builder.weight(weight.name(), weight.type()));
            case Node.Apply apply -> builder.apply(apply.name(), apply.op(), map(apply.inputs()));
        };
    }

    /** The graph that is copied. */
    public Graph graph() {
        return graph;
    }

    public GraphBuilder builder() {
        return builder;
    }

    /** What an earlier value of the graph is in the copy. */
    public Value map(Value value) {
        return Objects.requireNonNull(mapped.get(value));
    }

    public List<Value> map(List<Value> values) {
        return new ArrayList<>(values.stream().map(this::map).toList());
    }
}
