package hone.engine.format.onnx.proto;

import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;

/**
 * The messages of onnx.proto that describe values: {@code TensorProto} and {@code ValueInfoProto}.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
public final class OnnxTypes {
    private OnnxTypes() {}

    /** ONNX's number of an element type. */
    public static int number(DType dtype) {
        return switch (dtype) {
            case F32 -> 1;
            case U8 -> 2;
            case I8 -> 3;
            case I32 -> 6;
            case I64 -> 7;
            case BOOL -> 9;
            case F16 -> 10;
            case BF16 -> 16;
        };
    }

    /** A constant: its elements little-endian, by reference. */
    public static Message tensor(String name, Tensor tensor) {
        return tensor(name, tensor.dtype(), tensor.shape().sizes(), tensor.segment());
    }

    /**
     * A constant.
     *
     * @param elements row-major, little-endian
     */
    public static Message tensor(String name, DType dtype, long[] sizes, MemorySegment elements) {
        return tensor(name, number(dtype), sizes, elements);
    }

    /** A constant of the element type with this number of ONNX's. */
    static Message tensor(String name, int type, long[] sizes, MemorySegment elements) {
        Message message = new Message();
        for (long size : sizes) {
            message.number(1, size);
        }
        return message.number(2, type).text(8, name).bytes(9, elements);
    }

    /** An input's or output's name and type; a symbol becomes a dimension with a name instead of a size. */
    public static Message value(String name, TensorType type) {
        Message shape = new Message();
        for (Dim dim : type.dims()) {
            shape.message(
                    1,
                    switch (dim) {
                        case Dim.Fixed fixed -> new Message().number(1, fixed.size());
                        case Dim.Symbol symbol -> new Message().text(2, symbol.name());
                    });
        }
        Message tensorType = new Message().number(1, number(type.dtype())).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensorType));
    }
}
