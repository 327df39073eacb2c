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

    /** The version of the operators in which scales of blocks and numbers of four bits are known, and its file format's. */
    private static final int BLOCKS_OPSET = 21;

    private static final int BLOCKS_IR_VERSION = 10;

    /** The number of the element type INT4. */
    private static final int INT4 = 22;

    /** The version of the operators: the first with all of LayerNormalization and Gelu. */
    public static final int OPSET = 20;

    private boolean blocks;
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

    /** Adds a scalar of 64 bits, as counts are. */
    public String whole(String name, long value) {
        return constant(name, DType.I64, MemorySegment.ofArray(new long[] {value}));
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

    /** Adds a constant of numbers of four bits with a sign, two a byte, the first in the low half. */
    public String int4(String name, byte[] packed, long... sizes) {
        constants.add(OnnxTypes.tensor(name, INT4, sizes, MemorySegment.ofArray(packed)));
        return name;
    }

    /** Says that a node uses scales of blocks; the file then names the version of the operators that has them. */
    public void requireBlocks() {
        blocks = true;
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
                .number(1, blocks ? BLOCKS_IR_VERSION : IR_VERSION)
                .text(2, producer)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, blocks ? BLOCKS_OPSET : OPSET));
    }
}
