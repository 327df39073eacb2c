package hone.engine.kernel.matmul;

import hone.engine.kernel.Footprint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The second factor B cut into panels as wide as two vectors, {@code [⌈n / WIDTH⌉][k][WIDTH]}, the last one filled up
 * with zeros. A kernel that walks down a panel reads memory strictly forwards, a whole cache line at a time, and never
 * meets a partial vector.
 */
public final class ColumnPanels {
    /** Columns of a panel. */
    public static final int WIDTH = 2 * FloatVector.SPECIES_PREFERRED.length();

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long ROW = (long) WIDTH * Float.BYTES;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private ColumnPanels() {}

    /** Panels of a factor of {@code n} columns. */
    public static int count(int n) {
        return (n + WIDTH - 1) / WIDTH;
    }

    /** Bytes from one panel to the next. */
    public static long stride(int k) {
        return (long) k * WIDTH * Float.BYTES;
    }

    /** Bytes charged for the panels of a (k × n) factor. */
    public static long bytes(int k, int n) {
        return Footprint.block(count(n) * stride(k));
    }

    /** Bytes charged for a vector of {@code n} elements filled up to whole panels. */
    public static long vectorBytes(int n) {
        return Footprint.block((long) count(n) * WIDTH * Float.BYTES);
    }

    /**
     * Packs a factor.
     *
     * @param b (k × n), or (n × k) where {@code transposed}
     * @param panels at least as long as the panels of this k and n
     */
    public static void pack(MemorySegment b, boolean transposed, int k, int n, long stride, MemorySegment panels) {
        for (int j = 0; j < n; j += WIDTH) {
            int columns = Math.min(WIDTH, n - j);
            long panel = j / WIDTH * stride(k);
            if (columns < WIDTH) {
                Zeros.fill(panels, panel, stride(k));
            }
            if (transposed) {
                packColumns(b, j, columns, k, stride, panels, panel);
            } else {
                packRows(b, j, columns, k, stride, panels, panel);
            }
        }
    }

    private static void packRows(
            MemorySegment b, int j, int columns, int k, long stride, MemorySegment panels, long panel) {
        long from = (long) j * Float.BYTES;
        long row = stride * Float.BYTES;
        if (columns == WIDTH) {
            copyWhole(b, from, row, k, panels, panel);
            return;
        }
        for (long p = 0; p < k; p++) {
            MemorySegment.copy(b, from + p * row, panels, panel + p * ROW, (long) columns * Float.BYTES);
        }
    }

    /** Two vectors a row: a call for each would take longer than the copy. */
    private static void copyWhole(MemorySegment b, long from, long row, int k, MemorySegment panels, long panel) {
        for (int p = 0; p < k; p++) {
            FloatVector.fromMemorySegment(LANES, b, from + p * row, ORDER)
                    .intoMemorySegment(panels, panel + p * ROW, ORDER);
            FloatVector.fromMemorySegment(LANES, b, from + p * row + VECTOR, ORDER)
                    .intoMemorySegment(panels, panel + p * ROW + VECTOR, ORDER);
        }
    }

    /** Four columns at a time: each cache line written is visited fewer times. */
    private static void packColumns(
            MemorySegment b, int j, int columns, int k, long stride, MemorySegment panels, long panel) {
        int q = 0;
        for (; q + 4 <= columns; q += 4) {
            long from = (j + q) * stride * Float.BYTES;
            long row = stride * Float.BYTES;
            long to = panel + (long) q * Float.BYTES;
            for (int p = 0; p < k; p++) {
                long at = from + (long) p * Float.BYTES;
                long cell = to + p * ROW;
                panels.set(F32, cell, b.get(F32, at));
                panels.set(F32, cell + 4, b.get(F32, at + row));
                panels.set(F32, cell + 8, b.get(F32, at + 2 * row));
                panels.set(F32, cell + 12, b.get(F32, at + 3 * row));
            }
        }
        for (; q < columns; q++) {
            for (int p = 0; p < k; p++) {
                panels.set(F32, panel + p * ROW + (long) q * Float.BYTES, b.getAtIndex(F32, (j + q) * stride + p));
            }
        }
    }
}
