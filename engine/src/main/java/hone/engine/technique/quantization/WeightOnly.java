package hone.engine.technique.quantization;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.WeightGroups;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stores the weight of every linear layer in few bits with group scales, and leaves activations as they are: what a model
 * needs whose speed is that of reading its weights, as a transformer has that decodes one token at a time. Layers without
 * a bias gain one of zeros, since the quantized ops have one.
 *
 * <p>A weight that another op reads too, such as an embedding's table which is the output's weight, stays as it is, and
 * the layer gets a quantized copy under its own name.
 */
public final class WeightOnly {
    /** How a weight is stored. */
    public enum Format {
        /** A byte for each weight. */
        INT8,
        /** Half a byte for each weight. */
        INT4
    }

    private final Model model;
    private final Format format;
    private final int groupSize;
    private final MemoryRegion region;
    private final Map<String, Tensor> weights;
    private final Map<String, Value> added = new HashMap<>();
    private final GraphBuilder builder = new GraphBuilder();

    private WeightOnly(Model model, Format format, int groupSize, MemoryRegion region) {
        this.model = model;
        this.format = format;
        this.groupSize = groupSize;
        this.region = region;
        this.weights = new HashMap<>(model.weights());
    }

    /**
     * The model with all its linear layers quantized.
     *
     * @param groupSize neighbouring inputs that share a scale, a power of two of at least {@link WeightGroups#SMALLEST}
     * @param region where the quantized weights go
     */
    public static Model of(Model model, Format format, int groupSize, MemoryRegion region) {
        return new WeightOnly(model, format, groupSize, region).quantized();
    }

    private Model quantized() {
        Graph graph = model.graph();
        Set<String> replaced = replaced(graph);
        replaced.forEach(weights::remove);
        Value[] mapped = new Value[graph.nodes().size()];
        for (int i = 0; i < mapped.length; i++) {
            switch (graph.nodes().get(i)) {
                case Node.Input input -> mapped[i] = builder.input(input.name(), input.type());
                case Node.State state -> mapped[i] = builder.state(state.name(), state.type());
                case Node.Weight weight -> {
                    if (!replaced.contains(weight.name())) {
                        mapped[i] = builder.weight(weight.name(), weight.type());
                    }
                }
                case Node.Apply apply -> {
                    Value first = chosen(graph, apply)
                            ? layer(graph, apply, mapped, replaced)
                            : builder.apply(apply.name(), apply.op(), inputs(apply, mapped))
                                    .getFirst();
                    mapped[i] = first;
                }
            }
        }
        graph.outputs()
                .forEach((name, value) -> builder.output(name, new Value(mapped[value.node()].node(), value.output())));
        return new Model(model.id(), builder.build(), weights);
    }

    private static boolean chosen(Graph graph, Node.Apply apply) {
        return apply.op() instanceof Linear && graph.node(apply.inputs().get(1)) instanceof Node.Weight;
    }

    /** The weights that nothing but linear layers reads, and only as their weight. */
    private static Set<String> replaced(Graph graph) {
        Set<String> names = new HashSet<>();
        Set<String> kept = new HashSet<>();
        for (Node.Apply apply : graph.applications()) {
            for (int i = 0; i < apply.inputs().size(); i++) {
                if (graph.node(apply.inputs().get(i)) instanceof Node.Weight weight) {
                    (i == 1 && chosen(graph, apply) ? names : kept).add(weight.name());
                }
            }
        }
        names.removeAll(kept);
        return names;
    }

    private Value layer(Graph graph, Node.Apply layer, Value[] mapped, Set<String> replaced) {
        String old = graph.node(layer.inputs().get(1)).name();
        String name = replaced.contains(old) ? old : layer.name() + ".weight";
        if (!added.containsKey(name)) {
            round(model.weight(old), name);
        }
        List<Value> inputs = new ArrayList<>();
        inputs.add(input(layer.inputs().getFirst(), mapped));
        inputs.add(added.get(name));
        inputs.add(added.get(name + ".scale"));
        inputs.add(((Linear) layer.op()).bias() ? input(layer.inputs().get(2), mapped) : zeros(layer));
        Op op = switch (format) {
            case INT8 -> new Int8Linear(false, groupSize);
            case INT4 -> new Int4Linear(groupSize);
        };
        return builder.apply(layer.name(), op, inputs).getFirst();
    }

    private void round(Tensor weight, String name) {
        long out = weight.shape().size(0);
        long in = weight.shape().size(1);
        Tensor scales = region.tensor(DType.F32, Shape.of(out, WeightGroups.count(groupSize, in)));
        Tensor rounded = switch (format) {
            case INT8 -> {
                Tensor bytes = region.tensor(DType.I8, weight.shape());
                SymmetricRounding.perGroup(weight, groupSize, bytes, scales);
                yield bytes;
            }
            case INT4 -> {
                Tensor nibbles = region.tensor(DType.U8, Shape.of(out, Int4Linear.rowBytes(in)));
                Int4GroupRounding.round(weight, groupSize, nibbles, scales);
                yield nibbles;
            }
        };
        add(name, rounded);
        add(name + ".scale", scales);
    }

    private Value zeros(Node.Apply layer) {
        TensorType result = layer.outputs().getFirst();
        long out = result.dim(result.rank() - 1).max();
        return add(layer.name() + ".bias", region.tensor(DType.F32, Shape.of(out)));
    }

    private Value add(String name, Tensor tensor) {
        weights.put(name, tensor);
        Value value = builder.weight(name, TensorType.of(tensor.dtype(), tensor.shape()));
        added.put(name, value);
        return value;
    }

    private static List<Value> inputs(Node.Apply apply, Value[] mapped) {
        return apply.inputs().stream().map(value -> input(value, mapped)).toList();
    }

    private static Value input(Value value, Value[] mapped) {
        return new Value(mapped[value.node()].node(), value.output());
    }
}
