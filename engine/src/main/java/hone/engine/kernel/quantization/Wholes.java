package hone.engine.kernel.quantization;

import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Whole numbers of 8 bits, with a sign or without, and of 32. */
final class Wholes {
    private Wholes() {}

    /** One number. */
    static int read(DType dtype, MemorySegment x, long at) {
        return switch (dtype) {
            case I8 -> x.get(ValueLayout.JAVA_BYTE, at);
            case U8 -> Byte.toUnsignedInt(x.get(ValueLayout.JAVA_BYTE, at));
            case I32 -> x.getAtIndex(ValueLayout.JAVA_INT, at);
            default -> throw new IllegalStateException("no whole number of 8 or 32 bits: " + dtype);
        };
    }

    /** Writes one number of 8 bits, cut off at the ends of its type; NaN becomes 0. */
    static void write(DType dtype, MemorySegment y, long at, double value) {
        double least = dtype == DType.I8 ? Byte.MIN_VALUE : 0;
        double most = dtype == DType.I8 ? Byte.MAX_VALUE : 255;
        y.set(ValueLayout.JAVA_BYTE, at, (byte) (int) Math.max(least, Math.min(most, value)));
    }
}
