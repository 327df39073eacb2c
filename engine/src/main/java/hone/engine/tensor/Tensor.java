package hone.engine.tensor;

import hone.engine.InvalidInput;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A shaped, typed view of native memory, row-major and 64-byte aligned.
 *
 * <p>The tensor does not own its memory: whoever allocated it through a memory region does. Per-element access is for
 * tests and small things; kernels take the segment.
 */
public final class Tensor {
    private final Shape shape;
    private final DType dtype;
    private final MemorySegment segment;

    /**
     * @param segment exactly as long as shape and type say
     * @throws InvalidInput if it is not
     */
    public Tensor(Shape shape, DType dtype, MemorySegment segment) {
        long bytes = shape.elements() * dtype.bytes();
        if (segment.byteSize() != bytes) {
            throw new InvalidInput(
                    "a tensor's memory does not fit its shape",
                    dtype + "[" + shape + "]",
                    bytes + " bytes are needed, " + segment.byteSize() + " are there");
        }
        this.shape = shape;
        this.dtype = dtype;
        this.segment = segment;
    }

    public Shape shape() {
        return shape;
    }

    public DType dtype() {
        return dtype;
    }

    /** The memory, from the first element to the last. */
    public MemorySegment segment() {
        return segment;
    }

    public long bytes() {
        return segment.byteSize();
    }

    /** The type of this tensor, without symbols. */
    public TensorType type() {
        return TensorType.of(dtype, shape);
    }

    /** Element {@code index} in row-major order, of an F32 tensor. */
    public float getFloat(long index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    public void setFloat(long index, float value) {
        segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, value);
    }

    /** A copy of all elements of an F32 tensor, in row-major order. */
    public float[] toFloats() {
        if (dtype != DType.F32) {
            throw new InvalidInput("only F32 tensors can be read as floats", "", "this one is " + dtype);
        }
        return segment.toArray(ValueLayout.JAVA_FLOAT);
    }

    /** Copies as many floats as the tensor has elements into it. */
    public Tensor fill(float[] values) {
        if (dtype != DType.F32 || values.length != shape.elements()) {
            throw new InvalidInput(
                    "these values do not fit the tensor", this.toString(), values.length + " floats were given");
        }
        MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_FLOAT, 0, values.length);
        return this;
    }

    /** The first {@code rows} rows of the outermost dimension, sharing this tensor's memory. */
    public Tensor firstRows(long rows) {
        long[] sizes = shape.sizes();
        long rowBytes = sizes[0] == 0 ? 0 : bytes() / sizes[0];
        sizes[0] = rows;
        return new Tensor(Shape.of(sizes), dtype, segment.asSlice(0, rows * rowBytes));
    }

    @Override
    public String toString() {
        return dtype + "[" + shape + "]";
    }
}
