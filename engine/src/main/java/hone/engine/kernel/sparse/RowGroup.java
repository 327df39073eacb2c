package hone.engine.kernel.sparse;

import java.lang.foreign.MemorySegment;

/**
 * Up to eight rows of activations cut into blocks of one vector, the last block filled up with zeros. Eight rows lie
 * side by side, {@code [blocks][ROWS][LANES]}, so that what one slot of a sparse weight needs of all of them lies
 * together; a few rows lie one behind the other, {@code [rows][blocks][LANES]}, because blocks of a single row that are
 * far apart would compete for the same few places of the first cache.
 */
final class RowGroup {
    /** Rows of a group. */
    static final int ROWS = 8;

    private static final long VECTOR = (long) Slices.LANES * Float.BYTES;

    private RowGroup() {}

    /** Whether this many rows are computed, and laid out, as eight. */
    static boolean sideBySide(int rows) {
        return rows > ROWS / 2;
    }

    /** Bytes of a group of rows of {@code k} inputs. */
    static long bytes(int k) {
        return ROWS * rowBytes(k);
    }

    /** Bytes of one row of {@code k} inputs, filled up. */
    static long rowBytes(int k) {
        return Slices.count(k) * VECTOR;
    }

    /**
     * Copies {@code rows} rows of x into the group at byte {@code group}.
     *
     * @param x row-major, from byte {@code first} on
     */
    static void pack(MemorySegment x, long first, int rows, int k, MemorySegment groups, long group) {
        boolean wide = sideBySide(rows);
        long blockStep = wide ? ROWS * VECTOR : VECTOR;
        long rowStep = wide ? VECTOR : rowBytes(k);
        int whole = k / Slices.LANES;
        long rest = (long) k * Float.BYTES - whole * VECTOR;
        for (int row = 0; row < rows; row++) {
            long from = first + (long) row * k * Float.BYTES;
            long to = group + row * rowStep;
            for (int block = 0; block < whole; block++) {
                SliceProduct.copy(x, from + block * VECTOR, groups, to + block * blockStep);
            }
            if (rest > 0) {
                MemorySegment.copy(x, from + whole * VECTOR, groups, to + whole * blockStep, rest);
            }
        }
    }
}
