package hone.engine.train.gradient;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.op.elementwise.Add;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reverse-mode differentiation (Griewank and Walther, "Evaluating Derivatives", 2nd ed., 2008, chapter 3): walks a
 * graph from a value backwards and adds, node by node, the ops that compute the gradients. Where a value is used more
 * than once its gradients are added, in the order in which the walk meets the uses.
 *
 * <p>Only what lies between the value and the wanted leaves is differentiated: the first layer of a network computes no
 * gradient by the network's input.
 */
public final class GradientFlow {
    private final GraphBuilder builder;
    private final Graph forward;
    private final Set<Value> wanted;
    private final Map<Value, Value> gradients = new HashMap<>();
    private final Set<Value> dropped;
    private final Map<Value, Value> copies = new HashMap<>();
    private int sums;

    private GradientFlow(GraphBuilder builder, Set<Value> leaves, Set<Value> dropped) {
        this.builder = builder;
        this.forward = builder.build();
        this.wanted = dependents(forward, leaves);
        this.dropped = dropped;
    }

    /**
     * Adds the gradients by some leaves.
     *
     * @param builder holds the forward graph; the gradients are added to it
     * @param from the value to start at
     * @param seed the gradient by that value, of its type
     * @param leaves whose gradients are wanted
     * @return the gradient of each leaf that {@code from} depends on
     * @throws hone.engine.InvalidInput if an op in between has no gradient
     */
    public static Map<Value, Value> add(GraphBuilder builder, Value from, Value seed, Set<Value> leaves) {
        Map<Value, Value> found = new HashMap<>();
        add(builder, from, seed, leaves, Set.of(), found::put);
        return found;
    }

    /**
     * The same with values of the forward graph that are not kept: ops that need them compute them again, as late as they can,
     * from what is kept.
     *
     * @param dropped those values, see {@link Segments}
     * @param found told of each leaf and its gradient as soon as that is complete, so that ops which use it may come next
     */
    public static void add(
            GraphBuilder builder,
            Value from,
            Value seed,
            Set<Value> leaves,
            Set<Value> dropped,
            BiConsumer<Value, Value> found) {
        GradientFlow flow = new GradientFlow(builder, leaves, dropped);
        flow.receive(from, seed);
        flow.walk(from.node(), leaves, found);
    }

    /** The leaves, and every value that depends on one. */
    private static Set<Value> dependents(Graph graph, Set<Value> leaves) {
        Set<Value> found = new HashSet<>(leaves);
        List<Node> nodes = graph.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof Node.Apply apply
                    && apply.inputs().stream().anyMatch(found::contains)) {
                for (int output = 0; output < apply.outputs().size(); output++) {
                    found.add(new Value(i, output));
                }
            }
        }
        return found;
    }

    private void walk(int last, Set<Value> leaves, BiConsumer<Value, Value> found) {
        Map<Integer, List<Value>> complete = completeAfter(leaves);
        for (int i = last; i >= 0; i--) {
            if (forward.nodes().get(i) instanceof Node.Apply apply && reached(i, apply)) {
                differentiate(apply, apply.op(), i);
            }
            for (Value leaf : complete.getOrDefault(i, List.of())) {
                Value gradient = gradients.get(leaf);
                if (gradient != null) {
                    found.accept(leaf, gradient);
                }
            }
        }
    }

    /** The leaves by the first node that uses each: the walk meets it last. */
    private Map<Integer, List<Value>> completeAfter(Set<Value> leaves) {
        Set<Value> left = new LinkedHashSet<>(leaves);
        Map<Integer, List<Value>> complete = new HashMap<>();
        for (int i = 0; i < forward.nodes().size(); i++) {
            if (forward.nodes().get(i) instanceof Node.Apply apply) {
                for (Value input : apply.inputs()) {
                    if (left.remove(input)) {
                        complete.computeIfAbsent(i, _ -> new ArrayList<>()).add(input);
                    }
                }
            }
        }
        return complete;
    }

    /**
     * A value of the forward graph for an op of the backward pass: itself where it is kept, or else what a copy of its op gives
     * anew. The copy is added here, at its first use; ops behave alike for the same inputs, so it gives the same bits.
     */
    Value available(Value value) {
        if (!dropped.contains(value)) {
            return value;
        }
        Value known = copies.get(value);
        if (known != null) {
            return known;
        }
        Node.Apply node = (Node.Apply) forward.node(value);
        List<Value> inputs = node.inputs().stream().map(this::available).toList();
        List<Value> again = builder.apply(node.name() + ".again", node.op(), inputs);
        for (int output = 0; output < again.size(); output++) {
            copies.put(new Value(value.node(), output), again.get(output));
        }
        return again.get(value.output());
    }

    private boolean reached(int index, Node.Apply apply) {
        for (int output = 0; output < apply.outputs().size(); output++) {
            if (gradients.containsKey(new Value(index, output))) {
                return true;
            }
        }
        return false;
    }

    private <O extends Op> void differentiate(Node.Apply node, O op, int index) {
        Gradients.ruleFor(op, node.name()).apply(op, new Backward(this, node, index));
    }

    GraphBuilder builder() {
        return builder;
    }

    boolean wanted(Value value) {
        return wanted.contains(value);
    }

    Value gradient(Value value) {
        return java.util.Objects.requireNonNull(gradients.get(value));
    }

    void receive(Value value, Value gradient) {
        if (!wanted(value)) {
            return;
        }
        Value sum = gradients.get(value);
        if (sum == null) {
            gradients.put(value, gradient);
        } else {
            sums++;
            String name = forward.node(value).name() + ".gradientSum" + sums;
            gradients.put(value, builder.apply(name, new Add(), sum, gradient));
        }
    }
}
