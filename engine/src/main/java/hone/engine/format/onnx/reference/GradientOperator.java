package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.TensorProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gradient: of a tensor {@code y} of the outermost graph with respect to others, {@code xs}, at the values that the node is given.
 * The nodes between them are computed again, then gone through backwards, each by its {@link GradientRules rule}.
 */
final class GradientOperator implements Operator {
    /** A node of the graph, looked at to find who makes what. */
    private static final double NODE_STEPS = 300;

    @Override
    public Set<String> names() {
        return Set.of("ai.onnx.preview.training.Gradient");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        List<String> xs = call.texts("xs").orElseThrow(() -> call.wrong("it has no xs"));
        List<String> names = new ArrayList<>(xs);
        names.addAll(call.texts("zs").orElse(List.of()));
        if (names.size() != call.inputs()) {
            throw call.wrong(call.inputs() + " inputs for " + names.size() + " names in xs and zs");
        }
        Evaluator.Frame forward = call.frame().apart();
        for (int i = 0; i < names.size(); i++) {
            forward.put(names.get(i), call.in(i));
        }
        String y = call.text("y", "");
        List<NodeProto> nodes = nodes(call, forward, y);
        nodes.forEach(forward::compute);
        if (!(forward.get(y) instanceof NdArray target)) {
            throw call.wrong("y is no tensor");
        }
        Map<String, NdArray> gradients = new HashMap<>();
        gradients.put(y, NdArray.scalar(target.type(), 1).spread(target.dims()));
        Set<String> moving = moving(nodes, xs);
        for (NodeProto node : nodes.reversed()) {
            NdArray gradient = taken(call, gradients, node, moving);
            if (gradient != null) {
                backwards(forward, node, gradient, gradients, moving);
            }
        }
        List<OnnxValue> results = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            NdArray x = call.in(i);
            results.add(gradients.getOrDefault(xs.get(i), NdArray.zeros(x.type(), x.dims())));
        }
        return results;
    }

    /** The nodes that make y of what the frame has, in order; constants of the graph are put into the frame. */
    private static List<NodeProto> nodes(Call call, Evaluator.Frame forward, String y) {
        GraphProto graph = call.frame().outermost();
        call.work(NODE_STEPS, graph.nodes().size());
        Map<String, Integer> makers = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            for (String output : graph.nodes().get(i).outputs()) {
                makers.put(output, i);
            }
        }
        Map<String, TensorProto> constants = new HashMap<>();
        graph.constants().forEach(constant -> constants.put(constant.name(), constant));
        Set<Integer> used = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(y));
        while (!open.isEmpty()) {
            String name = open.pop();
            Integer maker = makers.get(name);
            TensorProto constant = constants.get(name);
            if (name.isEmpty() || forward.find(name).isPresent()) {
                continue;
            }
            if (constant != null) {
                forward.put(name, TensorValues.of(constant));
            } else if (maker == null) {
                throw call.wrong("\"" + y + "\" needs \"" + name + "\", which is neither in xs nor in zs");
            } else if (used.add(maker)) {
                open.addAll(graph.nodes().get(maker).inputs());
            }
        }
        return used.stream().map(graph.nodes()::get).toList();
    }

    /** What changes with xs; all else has no gradient. */
    private static Set<String> moving(List<NodeProto> nodes, List<String> xs) {
        Set<String> moving = new HashSet<>(xs);
        for (NodeProto node : nodes) {
            if (node.inputs().stream().anyMatch(moving::contains)) {
                moving.addAll(node.outputs());
            }
        }
        return moving;
    }

    /** The gradient of a node's output; null where the node does not count. */
    private static @Nullable NdArray taken(
            Call call, Map<String, NdArray> gradients, NodeProto node, Set<String> moving) {
        NdArray first =
                node.outputs().isEmpty() ? null : gradients.get(node.outputs().getFirst());
        boolean others = node.outputs().stream().skip(1).anyMatch(gradients::containsKey);
        if (others && node.inputs().stream().anyMatch(moving::contains)) {
            throw call.unavailable("the gradient of a second output of " + node.operator() + " is not computed");
        }
        return first;
    }

    private static void backwards(
            Evaluator.Frame forward,
            NodeProto node,
            NdArray gradient,
            Map<String, NdArray> gradients,
            Set<String> moving) {
        Call inner = forward.call(node);
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.inputs().get(i);
            if (moving.contains(input)) {
                NdArray more = GradientRules.of(
                        inner, i, (NdArray) forward.get(node.outputs().getFirst()), gradient);
                gradients.merge(input, more, GradientOperator::added);
            }
        }
    }

    private static NdArray added(NdArray a, NdArray b) {
        double[] sum = a.reals();
        Arrays.setAll(sum, i -> a.real(i) + b.real(i));
        return NdArray.ofReals(a.type(), a.dims(), sum);
    }
}
