package hone.engine.format.inspect;

import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Counts the elements that are NaN or infinite, which no healthy model has. */
final class NonFinite {
    private static final int F32_EXPONENT = 0x7F80_0000;
    private static final int F16_EXPONENT = 0x7C00;
    private static final int BF16_EXPONENT = 0x7F80;

    private NonFinite() {}

    /** The count; 0 for integers. */
    static long count(Tensor tensor) {
        return switch (tensor.dtype()) {
            case F32 -> ofInts(tensor.segment());
            case F16 -> ofShorts(tensor.segment(), F16_EXPONENT);
            case BF16 -> ofShorts(tensor.segment(), BF16_EXPONENT);
            default -> 0;
        };
    }

    private static long ofInts(MemorySegment segment) {
        long count = 0;
        for (long i = 0; i < segment.byteSize() / Integer.BYTES; i++) {
            int bits = segment.getAtIndex(ValueLayout.JAVA_INT, i);
            count += (bits & F32_EXPONENT) == F32_EXPONENT ? 1 : 0;
        }
        return count;
    }

    private static long ofShorts(MemorySegment segment, int exponent) {
        long count = 0;
        for (long i = 0; i < segment.byteSize() / Short.BYTES; i++) {
            int bits = segment.getAtIndex(ValueLayout.JAVA_SHORT, i);
            count += (bits & exponent) == exponent ? 1 : 0;
        }
        return count;
    }
}
