package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Nonzeros;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A tensor with many zeros as two: a bit for each element that says whether it is there, and the elements that are. For
 * float32 this is smaller once more than one element in 32 is zero.
 */
final class SparsePacking {
    static final String MASK = ".mask";
    static final String VALUES = ".values";

    private SparsePacking() {}

    /** Whether the packed form takes fewer bytes than the plain one. */
    static boolean pays(Tensor tensor) {
        return maskBytes(tensor.shape()) + Nonzeros.bytes(tensor) < tensor.bytes();
    }

    private static long maskBytes(Shape shape) {
        return (shape.elements() + 7) / 8;
    }

    /** The bit mask (U8, one bit an element, lowest bit first). */
    static Tensor mask(Tensor tensor, MemoryRegion region) {
        Tensor mask = region.tensor(DType.U8, Shape.of(maskBytes(tensor.shape())));
        long elements = tensor.shape().elements();
        for (long i = 0; i < elements; i++) {
            if (!isZero(tensor.segment(), i, tensor.dtype().bytes())) {
                int bits = mask.segment().get(ValueLayout.JAVA_BYTE, i / 8) | 1 << (i % 8);
                mask.segment().set(ValueLayout.JAVA_BYTE, i / 8, (byte) bits);
            }
        }
        return mask;
    }

    /** The elements that are not zero, in order. */
    static Tensor values(Tensor tensor, MemoryRegion region) {
        int size = tensor.dtype().bytes();
        Tensor values = region.tensor(tensor.dtype(), Shape.of(Nonzeros.count(tensor)));
        long next = 0;
        for (long i = 0; i < tensor.shape().elements(); i++) {
            if (!isZero(tensor.segment(), i, size)) {
                MemorySegment.copy(tensor.segment(), i * size, values.segment(), next * size, size);
                next++;
            }
        }
        return values;
    }

    /** The plain tensor again. */
    static Tensor unpack(Tensor mask, Tensor values, Shape shape, MemoryRegion region, String place) {
        if (mask.dtype() != DType.U8 || mask.shape().elements() != maskBytes(shape)) {
            throw new InvalidInput("this file holds no usable model", place, "its mask does not fit " + shape);
        }
        int size = values.dtype().bytes();
        Tensor tensor = region.tensor(values.dtype(), shape);
        long next = 0;
        long count = values.shape().elements();
        for (long i = 0; i < shape.elements(); i++) {
            if ((mask.segment().get(ValueLayout.JAVA_BYTE, i / 8) >> (i % 8) & 1) != 0) {
                if (next == count) {
                    throw new InvalidInput(
                            "this file holds no usable model",
                            place,
                            "its mask promises more than " + count + " values");
                }
                MemorySegment.copy(values.segment(), next * size, tensor.segment(), i * size, size);
                next++;
            }
        }
        if (next != count) {
            throw new InvalidInput(
                    "this file holds no usable model",
                    place,
                    "its mask has " + next + " bits for " + count + " values");
        }
        return tensor;
    }

    private static boolean isZero(MemorySegment segment, long index, int size) {
        for (int b = 0; b < size; b++) {
            if (segment.get(ValueLayout.JAVA_BYTE, index * size + b) != 0) {
                return false;
            }
        }
        return true;
    }
}
