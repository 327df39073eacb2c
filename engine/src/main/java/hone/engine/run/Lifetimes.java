package hone.engine.run;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How long the values of a graph are needed, in places of its nodes, which run in their order. */
final class Lifetimes {
    private final Map<Value, Integer> last = new HashMap<>();
    private final Set<Value> kept = new HashSet<>();

    private Lifetimes() {}

    /** @param taps nodes whose outputs are needed to the end, as those of the graph are */
    static Lifetimes of(Graph graph, Set<String> taps) {
        Lifetimes lifetimes = new Lifetimes();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            if (node instanceof Node.Apply apply) {
                for (Value input : apply.inputs()) {
                    lifetimes.last.put(input, i);
                }
                for (int output = 0; output < apply.outputs().size(); output++) {
                    Value value = new Value(i, output);
                    lifetimes.last.put(value, i);
                    if (taps.contains(apply.name())) {
                        lifetimes.kept.add(value);
                    }
                }
            }
        }
        lifetimes.kept.addAll(graph.outputs().values());
        for (Value value : lifetimes.kept) {
            lifetimes.last.put(value, graph.nodes().size());
        }
        return lifetimes;
    }

    /** The last node that needs a value; the number of nodes for one that is needed after the run. */
    int last(Value value) {
        return last.getOrDefault(value, value.node());
    }

    /** Values that are needed after the run. */
    Set<Value> kept() {
        return kept;
    }
}
