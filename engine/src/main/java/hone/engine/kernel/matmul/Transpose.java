package hone.engine.kernel.matmul;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Turns rows into columns, eight columns of the source at a time so that every cache line is used while it is near. */
public final class Transpose {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int TILE = 8;

    private Transpose() {}

    /**
     * Writes the transpose.
     *
     * @param from (rows × columns), its rows {@code stride} elements apart
     * @param to row-major (columns × rows)
     */
    public static void run(MemorySegment from, long stride, int rows, int columns, MemorySegment to) {
        for (int left = 0; left < columns; left += TILE) {
            int right = Math.min(columns, left + TILE);
            for (int j = left; j < right; j++) {
                long target = (long) j * rows * Float.BYTES;
                long source = (long) j * Float.BYTES;
                for (int i = 0; i < rows; i++) {
                    to.set(F32, target + (long) i * Float.BYTES, from.get(F32, source));
                    source += stride * Float.BYTES;
                }
            }
        }
    }
}
