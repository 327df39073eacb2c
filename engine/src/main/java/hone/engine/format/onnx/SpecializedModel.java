package hone.engine.format.onnx;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.format.onnx.reference.Evaluator;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model whose shapes are all known and whose constants are folded. */
public final class SpecializedModel {
    private final ModelProto model;
    private final List<NodeProto> nodes;
    private final Map<String, NdArray> constants;
    private final Map<String, int[]> shapes = new HashMap<>();
    private final Map<String, ElementType> types = new HashMap<>();

    SpecializedModel(
            ModelProto model, List<NodeProto> nodes, Map<String, NdArray> constants, Map<String, OnnxValue> values) {
        this.model = model;
        this.nodes = List.copyOf(nodes);
        this.constants = Map.copyOf(constants);
        values.forEach((name, value) -> {
            if (value instanceof NdArray array) {
                shapes.put(name, array.dims());
                types.put(name, array.type());
            }
        });
    }

    /** The nodes that still depend on the inputs, in order. */
    public List<NodeProto> nodes() {
        return nodes;
    }

    /** A value that depends on no input. */
    public Optional<NdArray> constant(String name) {
        return Optional.ofNullable(constants.get(name));
    }

    /** The sizes of a tensor that the model makes or is given; empty for what is no tensor of the outermost graph. */
    public Optional<int[]> shape(String name) {
        return Optional.ofNullable(shapes.get(name)).map(int[]::clone);
    }

    /** The type of the elements of such a tensor. */
    public Optional<ElementType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /**
     * Computes the outputs by the plain reference operators.
     *
     * @param inputs by name, in the shapes that were given
     * @throws InvalidInput if an input is missing or has another shape
     */
    public Map<String, OnnxValue> run(Map<String, OnnxValue> inputs, Cancellation stop) {
        GraphProto graph = model.graph();
        Map<String, OnnxValue> all = new HashMap<>(inputs);
        inputs.forEach((name, value) -> shape(name).ifPresent(shape -> {
            if (value instanceof NdArray array && !java.util.Arrays.equals(array.dims(), shape)) {
                throw new InvalidInput(
                        "the ONNX model cannot run",
                        "input " + name,
                        "its shape is " + java.util.Arrays.toString(array.dims())
                                + ", and the model is specialized for " + java.util.Arrays.toString(shape));
            }
        }));
        all.putAll(constants);
        List<ValueInfoProto> inputsLeft = graph.inputs();
        GraphProto folded = new GraphProto(graph.name(), nodes, List.of(), inputsLeft, graph.outputs());
        ModelProto rest =
                new ModelProto(model.irVersion(), model.producer(), folded, model.opsets(), model.functions());
        return new Evaluator(rest, model, stop).run(all);
    }
}
