package hone.engine.rewrite;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How often the ops of a graph use each of its values, and which values leave it. */
final class Uses {
    private final Map<Value, Integer> counts = new HashMap<>();
    private final Set<Value> outputs;

    private Uses(Graph graph) {
        for (Node.Apply node : graph.applications()) {
            node.inputs().forEach(value -> counts.merge(value, 1, Integer::sum));
        }
        outputs = Set.copyOf(graph.outputs().values());
    }

    static Uses of(Graph graph) {
        return new Uses(graph);
    }

    /** Whether exactly one op uses the value, once, and it does not leave the graph. */
    boolean byOneOp(Value value) {
        return counts.getOrDefault(value, 0) == 1 && !outputs.contains(value);
    }
}
