package hone.engine.format.onnx.proto;

import java.util.List;

/** One node of an ONNX graph being written: an operator of the standard set with its attributes. */
public final class OnnxNode {
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int INTS = 7;

    private final Message message = new Message();

    /**
     * A node.
     *
     * @param name unique in its graph
     * @param operator such as "Gemm"
     * @param inputs names of values; an empty name leaves an optional input out
     * @param outputs names of the values it makes
     */
    public OnnxNode(String name, String operator, List<String> inputs, List<String> outputs) {
        inputs.forEach(input -> message.text(1, input));
        outputs.forEach(output -> message.text(2, output));
        message.text(3, name).text(4, operator);
    }

    public OnnxNode attribute(String name, long value) {
        message.message(5, new Message().text(1, name).number(3, value).number(20, INT));
        return this;
    }

    public OnnxNode attribute(String name, float value) {
        message.message(5, new Message().text(1, name).real(2, value).number(20, FLOAT));
        return this;
    }

    public OnnxNode attribute(String name, String value) {
        message.message(5, new Message().text(1, name).text(4, value).number(20, STRING));
        return this;
    }

    public OnnxNode attribute(String name, List<Long> values) {
        Message attribute = new Message().text(1, name);
        values.forEach(value -> attribute.number(8, value));
        message.message(5, attribute.number(20, INTS));
        return this;
    }

    /** The node as it is now. */
    public Message message() {
        return message;
    }
}
