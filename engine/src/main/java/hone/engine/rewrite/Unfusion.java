package hone.engine.rewrite;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.model.Model;
import hone.engine.op.activation.Activation;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.ChainStep;
import hone.engine.op.matmul.Linear;
import java.util.List;
import java.util.Optional;

/**
 * Takes fused ops apart again, for whoever knows only the ops they stand for: files in ONNX, and layers whose quantized
 * form has no activation. A layer keeps its name, and its activation is called after it: "fc1", "fc1.activation".
 */
public final class Unfusion {
    private Unfusion() {}

    /** The same model without fused ops; the model itself where there are none. */
    public static Model of(Model model) {
        Graph graph = of(model.graph());
        return graph.equals(model.graph()) ? model : new Model(model.id(), graph, model.weights());
    }

    /** The same computation without fused ops; the same graph where there are none. */
    public static Graph of(Graph graph) {
        Graph pooled = poolsApart(graph);
        boolean fused = pooled.applications().stream()
                .anyMatch(node -> node.op() instanceof Chain || activation(node.op()) != Activation.NONE);
        return fused ? GraphCopy.of(pooled, (node, _, copy) -> apart(node, copy)) : pooled;
    }

    /**
     * Takes poolings out of convolutions again, "conv1.pool" behind "conv1". Images between such layers get their channels
     * first again; where someone else uses images with channels last, all stays as it is.
     */
    private static Graph poolsApart(Graph graph) {
        boolean fused = graph.applications().stream().anyMatch(node -> node.op() instanceof ConvPool2d);
        return fused && channelsLastAmongThemselves(graph)
                ? GraphCopy.of(graph, (node, _, copy) -> poolApart(node, copy))
                : graph;
    }

    private static boolean channelsLastAmongThemselves(Graph graph) {
        boolean others = graph.outputs().values().stream().anyMatch(value -> channelsLast(graph, value));
        for (Node.Apply node : graph.applications()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                boolean wanted = i == 0 && node.op() instanceof ConvPool2d op && op.channelsLastInput();
                others |= wanted != channelsLast(graph, node.inputs().get(i));
            }
        }
        return !others;
    }

    private static boolean channelsLast(Graph graph, Value value) {
        return graph.node(value) instanceof Node.Apply apply
                && apply.op() instanceof ConvPool2d op
                && op.channelsLastOutput();
    }

    private static Optional<List<Value>> poolApart(Node node, GraphCopy copy) {
        if (!(node instanceof Node.Apply apply) || !(apply.op() instanceof ConvPool2d op)) {
            return Optional.empty();
        }
        Value alone = copy.builder()
                .apply(apply.name(), op.conv(), copy.map(apply.inputs()))
                .getFirst();
        return Optional.of(List.of(copy.builder().apply(apply.name() + ".pool", op.pool(), alone)));
    }

    /** What an op applies to its own results. */
    private static Activation activation(Op op) {
        return switch (op) {
            case Linear linear -> linear.activation();
            case Conv2d conv -> conv.activation();
            default -> Activation.NONE;
        };
    }

    private static Op alone(Op op) {
        return switch (op) {
            case Linear linear -> linear.withActivation(Activation.NONE);
            case Conv2d conv -> conv.withActivation(Activation.NONE);
            default -> op;
        };
    }

    private static Optional<List<Value>> apart(Node node, GraphCopy copy) {
        if (!(node instanceof Node.Apply apply)) {
            return Optional.empty();
        }
        if (apply.op() instanceof Chain chain) {
            return Optional.of(List.of(steps(chain, apply, copy)));
        }
        if (activation(apply.op()) == Activation.NONE) {
            return Optional.empty();
        }
        Value alone = copy.builder()
                .apply(apply.name(), alone(apply.op()), copy.map(apply.inputs()))
                .getFirst();
        return Optional.of(List.of(activated(copy.builder(), apply.name(), activation(apply.op()), alone)));
    }

    /** A chain's last step has the chain's name, as the op had that the chain came from. */
    private static Value steps(Chain chain, Node.Apply node, GraphCopy copy) {
        List<Value> inputs = copy.map(node.inputs());
        Value running = inputs.getFirst();
        for (int s = 0; s < chain.steps().size(); s++) {
            ChainStep step = chain.steps().get(s);
            boolean last = s == chain.steps().size() - 1;
            List<Value> values =
                    step.function().binary() ? List.of(running, inputs.get(step.operand())) : List.of(running);
            String name = last ? node.name() : node.name() + ".step" + (s + 1);
            running = copy.builder().apply(name, step.function().op(), values).getFirst();
        }
        return running;
    }

    /** Adds the op that an activation stands for, behind the layer of that name; the value itself if it stands for none. */
    public static Value activated(GraphBuilder builder, String layer, Activation activation, Value value) {
        return activation
                .op()
                .map(op -> builder.apply(layer + ".activation", op, value))
                .orElse(value);
    }
}
