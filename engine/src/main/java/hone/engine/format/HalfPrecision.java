package hone.engine.format;

import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Turns 16-bit floating-point numbers into float32, which loses nothing: F16 is IEEE 754 binary16, BF16 the upper half of a
 * float32.
 */
final class HalfPrecision {
    private HalfPrecision() {}

    /**
     * @param from numbers of 16 bits, at any alignment
     * @param dtype F16 or BF16
     * @param to float32
     * @param at element of {@code to} where the first goes
     */
    static void widen(MemorySegment from, DType dtype, MemorySegment to, long at) {
        long count = from.byteSize() / Short.BYTES;
        if (dtype == DType.F16) {
            for (long i = 0; i < count; i++) {
                short bits = from.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i);
                to.setAtIndex(ValueLayout.JAVA_FLOAT, at + i, Float.float16ToFloat(bits));
            }
        } else {
            for (long i = 0; i < count; i++) {
                int bits = from.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i) << 16;
                to.setAtIndex(ValueLayout.JAVA_INT, at + i, bits);
            }
        }
    }
}
