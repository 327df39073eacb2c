package hone.engine.format.onnx.proto;

/** What walks over the elements of a tensor that are in a typed list, whichever field that is. */
public interface TypedElements {
    /** An element of {@code float_data} or {@code double_data}. */
    void real(double value);

    /** An element of {@code int32_data}, {@code int64_data} or {@code uint64_data}; 16-bit reals come as their bits. */
    void whole(long value);

    /** An element of {@code string_data}. */
    void text(String value);
}
