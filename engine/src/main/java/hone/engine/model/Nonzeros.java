package hone.engine.model;

import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Counts the elements of a tensor that are not exactly zero. */
public final class Nonzeros {
    private Nonzeros() {}

    /** Elements whose bytes are not all zero; negative zero counts as a number of its own. */
    public static long count(Tensor tensor) {
        MemorySegment segment = tensor.segment();
        int size = tensor.dtype().bytes();
        long count = 0;
        for (long offset = 0; offset < segment.byteSize(); offset += size) {
            long bits = switch (size) {
                case 1 -> segment.get(ValueLayout.JAVA_BYTE, offset);
                case 2 -> segment.get(ValueLayout.JAVA_SHORT, offset);
                case 4 -> segment.get(ValueLayout.JAVA_INT, offset);
                default -> segment.get(ValueLayout.JAVA_LONG, offset);
            };
            if (bits != 0) {
                count++;
            }
        }
        return count;
    }

    /** Bytes of the elements that are not zero. */
    public static long bytes(Tensor tensor) {
        return count(tensor) * tensor.dtype().bytes();
    }
}
