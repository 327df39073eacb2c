package hone.engine.kernel.matmul;

import hone.engine.kernel.Footprint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Rows of the first factor A cut into groups of eight, {@code [⌈rows / 8⌉][k][8]}, the last one filled up with zeros: a
 * kernel that takes eight rows at once reads memory strictly forwards, and rows a power of two apart no longer compete
 * for the same places of the cache. A that is stored transposed costs no more to pack than A that is not.
 */
final class RowPanels {
    private static final int ROWS = EightRowProduct.ROWS;
    private static final long GROUP = (long) ROWS * Float.BYTES;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private RowPanels() {}

    /** Bytes charged for a block of so many rows. */
    static long bytes(int rows, int k) {
        return Footprint.block((long) (rows + ROWS - 1) / ROWS * k * GROUP);
    }

    /**
     * Packs a block of rows.
     *
     * @param a row-major (m × k), its {@code rows} rows from byte {@code from} on
     * @param at where the block goes, in bytes
     */
    static void pack(MemorySegment a, long from, int rows, int k, MemorySegment to, long at) {
        long row = (long) k * Float.BYTES;
        for (int i = 0; i < rows; i += ROWS) {
            long group = at + (long) i * row;
            if (rows - i >= ROWS) {
                wholeGroup(a, from + i * row, row, k, to, group);
            } else {
                to.asSlice(group, k * GROUP).fill((byte) 0);
                for (int r = 0; r < rows - i; r++) {
                    for (int p = 0; p < k; p++) {
                        to.set(F32, group + p * GROUP + 4L * r, a.get(F32, from + (i + r) * row + 4L * p));
                    }
                }
            }
        }
    }

    private static void wholeGroup(MemorySegment a, long from, long row, int k, MemorySegment to, long group) {
        for (int p = 0; p < k; p++) {
            long x = from + 4L * p;
            long y = group + p * GROUP;
            to.set(F32, y, a.get(F32, x));
            to.set(F32, y + 4, a.get(F32, x + row));
            to.set(F32, y + 8, a.get(F32, x + 2 * row));
            to.set(F32, y + 12, a.get(F32, x + 3 * row));
            to.set(F32, y + 16, a.get(F32, x + 4 * row));
            to.set(F32, y + 20, a.get(F32, x + 5 * row));
            to.set(F32, y + 24, a.get(F32, x + 6 * row));
            to.set(F32, y + 28, a.get(F32, x + 7 * row));
        }
    }

    /**
     * Packs a block of rows of A that is stored transposed.
     *
     * @param a row-major (k × m)
     * @param top first row of the block
     */
    static void packTransposed(MemorySegment a, long top, int rows, long m, int k, MemorySegment to, long at) {
        for (int i = 0; i < rows; i += ROWS) {
            long group = at + (long) i * k * Float.BYTES;
            long width = (long) Math.min(ROWS, rows - i) * Float.BYTES;
            if (width < GROUP) {
                to.asSlice(group, k * GROUP).fill((byte) 0);
            }
            for (int p = 0; p < k; p++) {
                MemorySegment.copy(a, (p * m + top + i) * Float.BYTES, to, group + p * GROUP, width);
            }
        }
    }
}
