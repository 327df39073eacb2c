package hone.engine.format.onnx.reference;

import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One node that is to be computed: its operator in a version, its attributes and its operands. */
public final class Call {
    private final NodeProto node;
    private final long opset;
    private final Map<String, AttributeProto> attributes;
    private final List<Optional<OnnxValue>> inputs;
    private final Evaluator.Frame frame;

    Call(
            NodeProto node,
            long opset,
            Map<String, AttributeProto> attributes,
            List<Optional<OnnxValue>> inputs,
            Evaluator.Frame frame) {
        this.node = node;
        this.opset = opset;
        this.attributes = attributes;
        this.inputs = inputs;
        this.frame = frame;
    }

    String operator() {
        return node.operator();
    }

    /** What to call the node: its name, or its outputs where it has none. */
    String title() {
        return node.title();
    }

    /** The version of the operator's domain that the model imports. */
    long opset() {
        return opset;
    }

    /** Operands given, those left out in the middle included. */
    int inputs() {
        return inputs.size();
    }

    int outputs() {
        return node.outputs().size();
    }

    /** Whether the node gives a name to this output. */
    boolean wants(int output) {
        return output < node.outputs().size() && !node.outputs().get(output).isEmpty();
    }

    boolean has(int input) {
        return input < inputs.size() && inputs.get(input).isPresent();
    }

    /** An operand that must be there. */
    OnnxValue value(int input) {
        if (!has(input)) {
            throw wrong("its input " + input + " is missing");
        }
        return inputs.get(input).orElseThrow();
    }

    /** A tensor that must be there. */
    NdArray in(int input) {
        if (value(input) instanceof NdArray array) {
            return array;
        }
        throw wrong("its input " + input + " is no tensor");
    }

    Optional<NdArray> optional(int input) {
        return has(input) ? Optional.of(in(input)) : Optional.empty();
    }

    /** An input, or where it is left out a scalar of the first input's type. */
    NdArray in(int input, double otherwise) {
        return has(input) ? in(input) : NdArray.scalar(in(0).type(), otherwise);
    }

    List<NdArray> all() {
        NdArray[] all = new NdArray[inputs()];
        for (int i = 0; i < all.length; i++) {
            all[i] = in(i);
        }
        return Arrays.asList(all);
    }

    boolean hasAttribute(String name) {
        return attributes.containsKey(name);
    }

    private @Nullable AttributeProto attribute(String name) {
        return attributes.get(name);
    }

    long whole(String name, long otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? otherwise : attribute.whole();
    }

    boolean flag(String name, boolean otherwise) {
        return whole(name, otherwise ? 1 : 0) != 0;
    }

    double real(String name, double otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? otherwise : attribute.real();
    }

    String text(String name, String otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? otherwise : attribute.text();
    }

    /** Whole numbers of an attribute that may be left out. */
    Optional<long[]> wholes(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? Optional.empty() : Optional.of(attribute.wholes());
    }

    /** Whole numbers of an attribute, or as many times the same. */
    int[] sizes(String name, int count, int otherwise) {
        int[] filled = new int[count];
        Arrays.fill(filled, otherwise);
        int[] sizes = wholes(name).map(Dims::of).orElse(filled);
        if (sizes.length != count) {
            throw wrong("its attribute " + name + " has " + sizes.length + " numbers where " + count + " were due");
        }
        return sizes;
    }

    Optional<float[]> reals(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? Optional.empty() : Optional.of(attribute.reals());
    }

    Optional<List<String>> texts(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? Optional.empty() : Optional.of(attribute.texts());
    }

    Optional<NdArray> tensor(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null || attribute.tensor() == null
                ? Optional.empty()
                : Optional.of(TensorValues.of(attribute.tensor()));
    }

    /** The element type that an attribute names by its number. */
    ElementType type(String name, ElementType otherwise) {
        if (!hasAttribute(name)) {
            return otherwise;
        }
        long number = whole(name, 0);
        return ElementType.numbered(number)
                .orElseThrow(
                        () -> new Unavailable(operator() + " to element type " + number, "it is not computed", ""));
    }

    /** Computes a graph of an attribute; it sees the values around the node. */
    List<OnnxValue> run(String name, List<OnnxValue> arguments) {
        AttributeProto attribute = attribute(name);
        GraphProto graph = attribute == null ? null : attribute.graph();
        if (graph == null) {
            throw wrong("it has no graph " + name);
        }
        return frame.run(graph, arguments);
    }

    Evaluator.Frame frame() {
        return frame;
    }

    /** What a graph of an attribute makes of no steps: nothing, in the type and sizes that its output names. */
    NdArray emptyOutput(String name, int output) {
        AttributeProto attribute = attribute(name);
        GraphProto graph = attribute == null ? null : attribute.graph();
        if (graph == null || output >= graph.outputs().size()) {
            throw wrong("its graph " + name + " has no output " + output);
        }
        ValueInfoProto info = graph.outputs().get(output);
        int[] open = {0};
        int[] sizes = info.sizes()
                .map(all -> IntStream.concat(
                                IntStream.of(0),
                                all.stream().mapToInt(size -> size.matches("\\d{1,9}") ? Integer.parseInt(size) : 0))
                        .toArray())
                .orElse(open);
        return NdArray.zeros(info.type().orElse(ElementType.F32), sizes);
    }

    /**
     * Says before a loop how many steps it takes, where that is more than once through its operands and its result; sizes are
     * doubles, whose products do not overflow.
     */
    void work(double... sizes) {
        double steps = 1;
        for (double size : sizes) {
            steps *= Math.max(0, size);
        }
        frame.budget().work(steps < Long.MAX_VALUE ? (long) steps : Long.MAX_VALUE);
    }

    /** Says before a list of tensors is made how many they are; each takes some hundred bytes, however small it is. */
    void room(long tensors) {
        frame.budget().room(tensors);
    }

    /** Says before they are made how many elements an operator needs beside its operands and its result. */
    void space(double... sizes) {
        double elements = 1;
        for (double size : sizes) {
            elements *= Math.max(0, size);
        }
        frame.budget().space(elements);
    }

    /** How many inputs a graph of an attribute takes. */
    int graphInputs(String name) {
        AttributeProto attribute = attribute(name);
        GraphProto graph = attribute == null ? null : attribute.graph();
        return graph == null ? 0 : graph.inputs().size();
    }

    /** Axes of an input, or of an attribute in older versions; empty where neither is given. */
    Optional<long[]> axes(int input) {
        return has(input) ? Optional.of(in(input).wholes()) : wholes("axes");
    }

    /** What this operator cannot do here, though others could. */
    Unavailable unavailable(String why) {
        return new Unavailable("ONNX's " + operator(), node.title() + ": " + why, "");
    }

    InvalidInput wrong(String why) {
        return new InvalidInput("the ONNX node cannot be computed", operator() + " " + node.title(), why);
    }
}
