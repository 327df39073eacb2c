package hone.engine.format.onnx.proto;

import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** An ONNX graph being written: a {@code GraphProto}, and the {@code ModelProto} around it. */
public final class OnnxGraph {
    /** The version of the file format: 9 of ONNX 1.15. */
    public static final int IR_VERSION = 9;

    /** The version of the operators: the first with all of LayerNormalization and Gelu. */
    public static final int OPSET = 20;

    private final List<OnnxNode> nodes = new ArrayList<>();
    private final List<Message> constants = new ArrayList<>();
    private final List<Message> inputs = new ArrayList<>();
    private final List<Message> outputs = new ArrayList<>();

    public void input(String name, TensorType type) {
        inputs.add(OnnxTypes.value(name, type));
    }

    public void output(String name, TensorType type) {
        outputs.add(OnnxTypes.value(name, type));
    }

    /** Adds a node; attributes may still be added to it. */
    public OnnxNode node(String name, String operator, List<String> operands, List<String> results) {
        OnnxNode node = new OnnxNode(name, operator, operands, results);
        nodes.add(node);
        return node;
    }

    /** Adds a constant that is complete. */
    public void constant(Message tensor) {
        constants.add(tensor);
    }

    /** Adds a constant of float32. */
    public String floats(String name, float[] values, long... sizes) {
        return constant(name, DType.F32, MemorySegment.ofArray(values), sizes);
    }

    /** Adds a constant of 64-bit whole numbers, as shapes and axes are. */
    public String longs(String name, long... values) {
        return constant(name, DType.I64, MemorySegment.ofArray(values), values.length);
    }

    /** Adds a constant of 32-bit whole numbers. */
    public String ints(String name, int[] values, long... sizes) {
        return constant(name, DType.I32, MemorySegment.ofArray(values), sizes);
    }

    /** Adds a constant of 8-bit whole numbers with a sign. */
    public String bytes(String name, byte[] values, long... sizes) {
        return constant(name, DType.I8, MemorySegment.ofArray(values), sizes);
    }

    /** Adds a scalar of 8 bits without a sign. */
    public String unsigned(String name, int value) {
        return constant(name, DType.U8, MemorySegment.ofArray(new byte[] {(byte) value}));
    }

    private String constant(String name, DType dtype, MemorySegment elements, long... sizes) {
        MemorySegment bytes = MemorySegment.ofArray(elements.toArray(ValueLayout.JAVA_BYTE));
        constants.add(OnnxTypes.tensor(name, dtype, sizes, bytes));
        return name;
    }

    /** The whole file. */
    public Message model(String name, String producer) {
        Message graph = new Message();
        nodes.forEach(node -> graph.message(1, node.message()));
        graph.text(2, name);
        constants.forEach(constant -> graph.message(5, constant));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        return new Message()
                .number(1, IR_VERSION)
                .text(2, producer)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPSET));
    }
}
