package hone.engine.kernel.matmul;

import hone.engine.kernel.Footprint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Rows of the first factor A cut into groups as high as a {@link RegisterBlock}, {@code [⌈rows / ROWS⌉][k][ROWS]}, the last one filled up with zeros: a
 * kernel that takes so many rows at once reads memory strictly forwards, and rows a power of two apart no longer compete
 * for the same places of the cache. A that is stored transposed costs no more to pack than A that is not.
 */
final class RowPanels {
    private static final int ROWS = RegisterBlock.ROWS;
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
     * @param a (m × k), its {@code rows} rows from byte {@code from} on
     * @param row bytes from one row to the next
     * @param at where the block goes, in bytes
     */
    static void pack(MemorySegment a, long from, long row, int rows, int k, MemorySegment to, long at) {
        for (int i = 0; i < rows; i += ROWS) {
            long group = at + (long) i * k * Float.BYTES;
            if (rows - i >= ROWS) {
                wholeGroup(a, from + i * row, row, k, to, group);
            } else {
                Zeros.fill(to, group, k * GROUP);
                for (int r = 0; r < rows - i; r++) {
                    for (int p = 0; p < k; p++) {
                        to.set(F32, group + p * GROUP + 4L * r, a.get(F32, from + (i + r) * row + 4L * p));
                    }
                }
            }
        }
    }

    /** Four rows at a time, or two: each line that is written is visited fewer times. */
    private static void wholeGroup(MemorySegment a, long from, long row, int k, MemorySegment to, long group) {
        int r = 0;
        for (; r + 4 <= ROWS; r += 4) {
            long x = from + r * row;
            long y = group + (long) r * Float.BYTES;
            for (int p = 0; p < k; p++) {
                long at = x + 4L * p;
                long cell = y + p * GROUP;
                to.set(F32, cell, a.get(F32, at));
                to.set(F32, cell + 4, a.get(F32, at + row));
                to.set(F32, cell + 8, a.get(F32, at + 2 * row));
                to.set(F32, cell + 12, a.get(F32, at + 3 * row));
            }
        }
        for (; r < ROWS; r += 2) {
            long x = from + r * row;
            long y = group + (long) r * Float.BYTES;
            for (int p = 0; p < k; p++) {
                to.set(F32, y + p * GROUP, a.get(F32, x + 4L * p));
                to.set(F32, y + p * GROUP + 4, a.get(F32, x + row + 4L * p));
            }
        }
    }

    /**
     * Packs a block of rows of A that is stored transposed.
     *
     * @param a (k × m), its rows {@code stride} elements apart
     * @param top first row of the block
     */
    static void packTransposed(MemorySegment a, long top, int rows, long stride, int k, MemorySegment to, long at) {
        for (int i = 0; i < rows; i += ROWS) {
            long group = at + (long) i * k * Float.BYTES;
            long width = (long) Math.min(ROWS, rows - i) * Float.BYTES;
            if (width < GROUP) {
                Zeros.fill(to, group, k * GROUP);
            }
            for (int p = 0; p < k; p++) {
                MemorySegment.copy(a, (p * stride + top + i) * Float.BYTES, to, group + p * GROUP, width);
            }
        }
    }
}
