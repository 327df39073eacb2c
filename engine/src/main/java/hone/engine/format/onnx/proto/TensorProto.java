package hone.engine.format.onnx.proto;

import hone.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A tensor in a file: its elements stay where they are, {@code stored} says in which field, until somebody asks for
 * them.
 *
 * @param name empty where it has none
 * @param stored the message's own bytes, checked to hold as many elements as the shape has
 * @param raw the little-endian elements in a row; null where they are in a typed list
 */
public record TensorProto(
        String name,
        ElementType type,
        Shape shape,
        FileSlice stored,
        @Nullable FileSlice raw) {
    /** A part of a file's bytes, from {@code start} to before {@code end}. */
    public record FileSlice(byte[] bytes, int start, int end) {
        public int length() {
            return end - start;
        }
    }
}
