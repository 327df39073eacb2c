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
 * have no fused activations: a layer that has one gets it back as an op of its own. They always have a bias: a layer without
 * one gets zeros. A weight that other ops read too, as an embedding's table that is the output's weight, stays for them, and
 * the layer gets an INT8 copy of its own.
 */
final class Int8Rewrite {
    /**
     * The names of a quantized layer's weights.
     *
     * @param source the float32 weight
     * @param weight the INT8 weight: the same name, unless other ops read the float32 one
     * @param scale its scales
     * @param bias the zeros of a layer that had none
     * @param inputScale the scale of the layer's input
     */
    record Names(String source, String weight, String scale, String bias, String inputScale) {
        boolean copies() {
            return !source.equals(weight);
        }
    }

    private Int8Rewrite() {}

    /** The layers a pattern matches that can be quantized: linear, with a constant float32 weight. */
    static List<Node.Apply> layers(Graph graph, LayerGlob layers) {
        return graph.applications().stream()
                .filter(node -> node.op() instanceof Linear
                        && layers.matches(node.layer())
                        && graph.node(node.inputs().get(1)) instanceof Node.Weight)
                .toList();
    }

    static Names names(Graph graph, Node.Apply layer) {
        Value read = layer.inputs().get(1);
        long readers = graph.applications().stream()
                .flatMap(apply -> apply.inputs().stream())
                .filter(read::equals)
                .count();
        String source = graph.node(read).name();
        String weight = readers == 1 ? source : layer.name() + ".weight";
        return new Names(source, weight, weight + ".scale", layer.name() + ".bias", layer.name() + ".input.scale");
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
        long out = weight.dim(0).max();
        inputs.add(names.copies() ? builder.weight(names.weight(), weight.withDType(DType.I8)) : old.get(1));
        inputs.add(builder.weight(names.scale(), TensorType.f32(out)));
        inputs.add(((Linear) layer.op()).bias() ? old.get(2) : builder.weight(names.bias(), TensorType.f32(out)));
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
