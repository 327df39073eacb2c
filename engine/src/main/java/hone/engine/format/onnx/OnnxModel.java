package hone.engine.format.onnx;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.JsonReason;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.ModelReader;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.format.onnx.reference.Evaluator;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A model from an ONNX file, of any opset from 1 to 28. */
public final class OnnxModel {
    private static final int LONGEST = 300;

    private final String place;
    private final ModelProto proto;
    private final List<UnsupportedOperator> unsupported;

    private OnnxModel(String place, ModelProto proto) {
        this.place = place;
        this.proto = proto;
        this.unsupported = GraphCheck.check(place, proto);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInput if there is no such file, or it is no model that could run anywhere
     * @throws Unavailable if it needs a newer version of the operators
     */
    public static OnnxModel read(Path path) {
        return new OnnxModel(path.toString(), ModelReader.read(path));
    }

    /**
     * Reads a file's bytes.
     *
     * @param place what to call it in errors
     * @throws InvalidInput if it is no model that could run anywhere
     * @throws Unavailable if it needs a newer version of the operators
     */
    public static OnnxModel read(byte[] file, String place) {
        return new OnnxModel(place, ModelReader.read(file, place));
    }

    /** What the file says. */
    public ModelProto proto() {
        return proto;
    }

    /** The operators of this model that are not computed, all of them; empty where it can run. */
    public List<UnsupportedOperator> unsupported() {
        return unsupported;
    }

    /** The inputs that a caller gives: those without a constant of the same name. */
    public List<ValueInfoProto> inputs() {
        Set<String> constants = new HashSet<>();
        proto.graph().constants().forEach(constant -> constants.add(constant.name()));
        return proto.graph().inputs().stream()
                .filter(input -> !constants.contains(input.name()))
                .toList();
    }

    /**
     * Computes the outputs by the plain reference operators.
     *
     * @param inputs by name
     * @return the outputs by name, in their order
     * @throws Unavailable if it uses an operator that is not computed; all are named
     * @throws InvalidInput if an input is missing or does not fit
     */
    public Map<String, OnnxValue> run(Map<String, OnnxValue> inputs, Cancellation stop) {
        requireSupported();
        return naming(() -> new Evaluator(proto, stop).run(inputs));
    }

    /**
     * Fixes all shapes, and folds what depends on constants only, so that Reshape, Slice, Expand and Pad with computed sizes
     * have known ones.
     *
     * @param shapes of inputs, by name; those that the file fixes may be left out
     * @param given values of inputs that carry sizes, by name; they become constants
     * @throws InvalidInput if a shape is missing or contradicts the file, or depends on numbers that are not given
     * @throws Unavailable if it uses an operator that is not computed; all are named
     */
    public SpecializedModel specialize(Map<String, int[]> shapes, Map<String, NdArray> given, Cancellation stop) {
        requireSupported();
        return naming(() -> new Specialization(this, stop).specialize(shapes, given));
    }

    /** What goes wrong in a node says which file it is of. */
    private <T> T naming(Supplier<T> run) {
        try {
            return run.get();
        } catch (InvalidInput e) {
            String where = e.where().isEmpty() ? place : place + ", " + JsonReason.shortened(e.where(), LONGEST);
            throw new InvalidInput(e.what(), where, JsonReason.shortened(e.why(), LONGEST), e.next());
        }
    }

    /**
     * The same model with other sizes of inputs than the file says, such as an open batch where the file fixes it.
     *
     * @param sizes of some inputs, by name, written as {@link ValueInfoProto#sizes} are
     */
    public OnnxModel withInputSizes(Map<String, List<String>> sizes) {
        GraphProto graph = proto.graph();
        List<ValueInfoProto> inputs = graph.inputs().stream()
                .map(input -> new ValueInfoProto(
                        input.name(),
                        input.form(),
                        input.type(),
                        Optional.ofNullable(sizes.get(input.name())).or(input::sizes)))
                .toList();
        GraphProto resized = new GraphProto(graph.name(), graph.nodes(), graph.constants(), inputs, graph.outputs());
        return new OnnxModel(
                place, new ModelProto(proto.irVersion(), proto.producer(), resized, proto.opsets(), proto.functions()));
    }

    private void requireSupported() {
        if (!unsupported.isEmpty()) {
            throw new Unavailable(
                    "the ONNX model " + place,
                    "it uses operators that are not computed: "
                            + unsupported.stream().map(Object::toString).collect(Collectors.joining(", ")),
                    "");
        }
    }
}
