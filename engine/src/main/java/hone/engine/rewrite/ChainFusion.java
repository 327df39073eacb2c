package hone.engine.rewrite;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.ChainFunction;
import hone.engine.op.elementwise.ChainStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces runs of element-by-element ops by one {@link Chain} each, where nothing but the next op of the run uses a
 * value in between. The chain stands where the run's last op stood and has its name.
 *
 * <p>A run ends at values that leave the graph, and it keeps clear of state: an op between its first and its last place
 * could change what an early step reads.
 */
public final class ChainFusion {
    private final Graph graph;
    private final LayerGlob layers;
    private final Uses uses;

    /** The node before each in its run, by the index of the node behind. */
    private final Map<Integer, Integer> before = new HashMap<>();

    private final Set<Integer> absorbed = new HashSet<>();

    private ChainFusion(Graph graph, LayerGlob layers) {
        this.graph = graph;
        this.layers = layers;
        this.uses = Uses.of(graph);
    }

    /** The graph with its runs fused, of ops whose layers the pattern matches; the same graph where there are none. */
    public static Graph of(Graph graph, LayerGlob layers) {
        ChainFusion fusion = new ChainFusion(graph, layers);
        fusion.link();
        return fusion.before.isEmpty() ? graph : GraphCopy.of(graph, fusion::change);
    }

    private void link() {
        Map<Integer, Integer> length = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (!(graph.nodes().get(i) instanceof Node.Apply node) || !fusable(node)) {
                continue;
            }
            int run = 0;
            for (Value input : node.inputs()) {
                int steps = length.getOrDefault(input.node(), 0);
                if (steps > 0 && steps < Chain.MOST_STEPS && uses.byOneOp(input)) {
                    before.put(i, input.node());
                    absorbed.add(input.node());
                    run = steps;
                    break;
                }
            }
            length.put(i, run + 1);
        }
    }

    private boolean fusable(Node.Apply node) {
        return layers.matches(node.layer())
                && ChainFunction.of(node.op()).isPresent()
                && node.inputs().stream().allMatch(this::constant);
    }

    /** Whether a value stays what it is once it was made. */
    private boolean constant(Value value) {
        return switch (graph.node(value)) {
            case Node.State _ -> false;
            case Node.Apply apply -> apply.op().updates(value.output()) < 0;
            case Node.Input _, Node.Weight _ -> true;
        };
    }

    private Optional<List<Value>> change(Node node, int index, GraphCopy copy) {
        if (absorbed.contains(index)) {
            return Optional.of(List.of());
        }
        return before.containsKey(index) ? Optional.of(chain(index, copy)) : Optional.empty();
    }

    /** Adds the chain whose last op is node {@code last}. */
    private List<Value> chain(int last, GraphCopy copy) {
        List<Integer> run = new ArrayList<>(List.of(last));
        while (before.containsKey(run.getFirst())) {
            run.addFirst(before.get(run.getFirst()));
        }
        List<Value> inputs = new ArrayList<>();
        List<ChainStep> steps = new ArrayList<>();
        for (int i : run) {
            Node.Apply node = (Node.Apply) graph.nodes().get(i);
            ChainFunction function = ChainFunction.of(node.op()).orElseThrow();
            List<Value> others = new ArrayList<>(node.inputs());
            if (inputs.isEmpty()) {
                inputs.add(others.removeFirst());
            } else {
                int running = before.getOrDefault(i, -1);
                others.removeIf(value -> value.node() == running);
            }
            steps.add(new ChainStep(function, function.binary() ? operand(others.getFirst(), inputs) : 0));
        }
        return copy.builder().apply(graph.nodes().get(last).name(), new Chain(steps), copy.map(inputs));
    }

    /** The number of a value among the chain's inputs, where it is put if it is new. */
    private static int operand(Value value, List<Value> inputs) {
        if (!inputs.contains(value)) {
            inputs.add(value);
        }
        return inputs.indexOf(value);
    }
}
