package hone.engine.kernel.matmul;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Rows of the first factor A cut into groups as high as a {@link RegisterBlock}, {@code [⌈rows / ROWS⌉][k][ROWS]}, the last one filled up with zeros: a
 * kernel that takes so many rows at once reads memory strictly forwards, and rows a power of two apart no longer compete
 * for the same places of the cache. A that is stored transposed costs no more to pack than A that is not. In a Java array,
 * since the kernel reads single floats (decision 9).
 */
final class RowPanels {
    private static final int ROWS = RegisterBlock.ROWS;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private RowPanels() {}

    /** Elements of a block of so many rows. */
    static int elements(int rows, int k) {
        return Math.multiplyExact(Math.ceilDiv(rows, ROWS) * ROWS, k);
    }

    /**
     * Packs a block of rows.
     *
     * @param a (m × k), its {@code rows} rows from byte {@code from} on
     * @param row bytes from one row to the next
     */
    static void pack(MemorySegment a, long from, long row, int rows, int k, float[] to) {
        for (int i = 0; i < rows; i += ROWS) {
            int group = i * k;
            if (rows - i >= ROWS) {
                wholeGroup(a, from + i * row, row, k, to, group);
            } else {
                Arrays.fill(to, group, group + k * ROWS, 0);
                for (int r = 0; r < rows - i; r++) {
                    for (int p = 0; p < k; p++) {
                        to[group + p * ROWS + r] = a.get(F32, from + (i + r) * row + 4L * p);
                    }
                }
            }
        }
    }

    /** Four rows at a time: each line that is written is visited fewer times. */
    private static void wholeGroup(MemorySegment a, long from, long row, int k, float[] to, int group) {
        int r = 0;
        for (; r + 4 <= ROWS; r += 4) {
            long x = from + r * row;
            for (int p = 0; p < k; p++) {
                long at = x + 4L * p;
                int cell = group + r + p * ROWS;
                to[cell] = a.get(F32, at);
                to[cell + 1] = a.get(F32, at + row);
                to[cell + 2] = a.get(F32, at + 2 * row);
                to[cell + 3] = a.get(F32, at + 3 * row);
            }
        }
        for (; r < ROWS; r++) {
            long x = from + r * row;
            for (int p = 0; p < k; p++) {
                to[group + r + p * ROWS] = a.get(F32, x + 4L * p);
            }
        }
    }

    /**
     * Packs a block of rows of A that is stored transposed.
     *
     * @param a (k × m), its rows {@code stride} elements apart
     * @param top first row of the block
     */
    static void packTransposed(MemorySegment a, long top, int rows, long stride, int k, float[] to) {
        for (int i = 0; i < rows; i += ROWS) {
            int group = i * k;
            int width = Math.min(ROWS, rows - i);
            if (width < ROWS) {
                Arrays.fill(to, group, group + k * ROWS, 0);
            }
            for (int p = 0; p < k; p++) {
                MemorySegment.copy(a, F32, (p * stride + top + i) * Float.BYTES, to, group + p * ROWS, width);
            }
        }
    }
}
