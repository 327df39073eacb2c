package hone.engine.format.onnx;

import hone.engine.format.onnx.proto.Message;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes ONNX files by hand, right or wrong; fields are numbered as in onnx.proto. */
final class OnnxBytes {
    static final int F32 = 1;
    static final int I64 = 7;
    static final int TEXT = 8;
    static final int BOOL = 9;

    private final Message graph = new Message();

    /** A node; attributes as they are. */
    static Message node(String operator, String inputs, String outputs, Message... attributes) {
        Message node = new Message();
        for (String input : inputs.isEmpty() ? new String[0] : inputs.split(",", -1)) {
            node.text(1, input);
        }
        for (String output : outputs.isEmpty() ? new String[0] : outputs.split(",", -1)) {
            node.text(2, output);
        }
        node.text(4, operator);
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        return node;
    }

    static Message whole(String name, long value) {
        return new Message().text(1, name).number(3, value).number(20, 2);
    }

    static Message text(String name, String value) {
        return new Message().text(1, name).text(4, value).number(20, 3);
    }

    static Message wholes(String name, long... values) {
        Message attribute = new Message().text(1, name).number(20, 7);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute;
    }

    static Message tensorOf(String name, Message tensor) {
        return new Message().text(1, name).message(5, tensor).number(20, 4);
    }

    static Message graphOf(String name, OnnxBytes graph) {
        return new Message().text(1, name).message(6, graph.graph).number(20, 5);
    }

    static Message tensor(String name, int type, byte[] raw, long... dims) {
        Message tensor = new Message();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        return tensor.number(2, type).text(8, name).bytes(9, MemorySegment.ofArray(raw));
    }

    static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    OnnxBytes add(Message node) {
        graph.message(1, node);
        return this;
    }

    OnnxBytes constant(Message tensor) {
        graph.message(5, tensor);
        return this;
    }

    OnnxBytes longs(String name, long... values) {
        return constant(tensor(name, I64, longs(values), values.length));
    }

    OnnxBytes scalar(String name, long value) {
        return constant(tensor(name, I64, longs(value)));
    }

    OnnxBytes floats(String name, float... values) {
        return constant(tensor(name, F32, floats(values), values.length));
    }

    OnnxBytes truth(String name) {
        return constant(tensor(name, BOOL, new byte[] {1}));
    }

    OnnxBytes input(String name, int type, long... dims) {
        graph.message(11, value(name, type, dims));
        return this;
    }

    OnnxBytes output(String name) {
        graph.message(12, value(name, F32));
        return this;
    }

    OnnxBytes raw(int field, Message message) {
        graph.message(field, message);
        return this;
    }

    static Message value(String name, int type, long... dims) {
        Message shape = new Message();
        for (long dim : dims) {
            shape.message(1, new Message().number(1, dim));
        }
        Message tensor = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    static Message opset(String domain, long version) {
        return new Message().text(1, domain).number(2, version);
    }

    Message graph() {
        return graph;
    }

    /** The model of opset 18. */
    byte[] file() {
        return file(18);
    }

    byte[] file(long opset) {
        return model(opset("", opset)).toBytes();
    }

    Message model(Message... opsets) {
        Message model = new Message().number(1, 8).text(2, "by hand");
        for (Message opset : opsets) {
            model.message(8, opset);
        }
        return model.message(7, graph.text(2, "graph"));
    }
}
