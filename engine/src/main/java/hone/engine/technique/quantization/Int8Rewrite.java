package hone.engine.technique.quantization;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.rewrite.Unfusion;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The graph's side of INT8: linear layers become INT8 linear layers, their weights change type and gain scales. INT8 layers
 * have no fused activations: a layer that has one gets it back as an op of its own.
 */
final class Int8Rewrite {
    /**
     * The names of a quantized layer's weights.
     *
     * @param weight the INT8 weight, under the name the float32 one had
     * @param scale its scales
     * @param inputScale the scale of the layer's input
     */
    record Names(String weight, String scale, String inputScale) {}

    private Int8Rewrite() {}

    /** The layers a pattern matches that can be quantized: linear, with a bias and a constant float32 weight. */
    static List<Node.Apply> layers(Graph graph, LayerGlob layers) {
        return graph.applications().stream()
                .filter(node -> node.op() instanceof Linear linear
                        && linear.bias()
                        && layers.matches(node.layer())
                        && graph.node(node.inputs().get(1)) instanceof Node.Weight)
                .toList();
    }

    static Names names(Graph graph, Node.Apply layer) {
        String weight = graph.node(layer.inputs().get(1)).name();
        return new Names(weight, weight + ".scale", layer.name() + ".input.scale");
    }

    static Graph rewrite(Graph graph, LayerGlob pattern, boolean integerActivations) {
        Set<String> chosen = new HashSet<>();
        Set<String> weights = new HashSet<>();
        for (Node.Apply layer : layers(graph, pattern)) {
            chosen.add(layer.name());
            weights.add(names(graph, layer).weight());
        }
        GraphBuilder builder = new GraphBuilder();
        List<Value> mapped = new ArrayList<>();
        for (Node node : graph.nodes()) {
            mapped.add(
                    switch (node) {
                        case Node.Input input -> builder.input(input.name(), input.type());
                        case Node.State state -> builder.state(state.name(), state.type());
                        case Node.Weight weight ->
                            builder.weight(
                                    weight.name(),
                                    weights.contains(weight.name())
                                            ? weight.type().withDType(DType.I8)
                                            : weight.type());
                        case Node.Apply apply ->
                            chosen.contains(apply.name())
                                    ? quantized(graph, builder, apply, mapped, integerActivations)
                                    : builder.apply(apply.name(), apply.op(), inputs(apply, mapped))
                                            .getFirst();
                    });
        }
        graph.outputs()
                .forEach((name, value) ->
                        builder.output(name, new Value(mapped.get(value.node()).node(), value.output())));
        return builder.build();
    }

    private static Value quantized(
            Graph graph, GraphBuilder builder, Node.Apply layer, List<Value> mapped, boolean integerActivations) {
        Names names = names(graph, layer);
        List<Value> old = inputs(layer, mapped);
        TensorType weight = builder.type(old.get(1));
        List<Value> inputs = new ArrayList<>();
        inputs.add(old.get(0));
        inputs.add(old.get(1));
        inputs.add(builder.weight(names.scale(), TensorType.f32(weight.dim(0).max())));
        inputs.add(old.get(2));
        if (integerActivations) {
            inputs.add(builder.weight(names.inputScale(), TensorType.f32(1L)));
        }
        Value result = builder.apply(layer.name(), new Int8Linear(integerActivations), inputs)
                .getFirst();
        return Unfusion.activated(builder, layer.name(), ((Linear) layer.op()).activation(), result);
    }

    private static List<Value> inputs(Node.Apply apply, List<Value> mapped) {
        return apply.inputs().stream()
                .map(value -> new Value(mapped.get(value.node()).node(), value.output()))
                .toList();
    }
}
