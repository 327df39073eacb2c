package hone.engine.kernel.matmul;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sets part of a segment to zero. A slice of it would do that too, but is a new object, and a steady run makes none. */
final class Zeros {
    private Zeros() {}

    /**
     * Fills {@code bytes} bytes from {@code from} on.
     *
     * @param bytes a multiple of the four of a float
     */
    static void fill(MemorySegment to, long from, long bytes) {
        for (long i = 0; i < bytes; i += Float.BYTES) {
            to.set(ValueLayout.JAVA_FLOAT_UNALIGNED, from + i, 0);
        }
    }
}
