package hone.engine.kernel.int8;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.matmul.ColumnPanels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The INT8 weight (n × k) in panels whose inputs come in pairs, {@code [⌈n / WIDTH⌉][k / 2][WIDTH][2]} bytes: two
 * neighbours along the inner dimension lie in the two halves of a 32-bit lane, where their products are to be added up.
 * Both n and k are filled up with zeros, k to a multiple of four.
 */
final class PairPanels {
    private PairPanels() {}

    /** The inner dimension, filled up. */
    static int paddedK(int k) {
        return (k + 3) / 4 * 4;
    }

    /** Bytes from one panel to the next. */
    static long stride(int k) {
        return (long) paddedK(k) * Int8Panels.WIDTH;
    }

    /** Bytes charged for the panels. */
    static long bytes(int k, int n) {
        return Footprint.block(ColumnPanels.count(n) * stride(k));
    }

    /** Packs a weight into panels that hold zeros. */
    static void pack(MemorySegment weight, int k, int n, MemorySegment panels) {
        for (int j = 0; j < n; j++) {
            long column = j / Int8Panels.WIDTH * stride(k) + j % Int8Panels.WIDTH * 2L;
            for (int p = 0; p < k; p++) {
                long at = column + p / 2 * (2L * Int8Panels.WIDTH) + p % 2;
                byte value = weight.getAtIndex(ValueLayout.JAVA_BYTE, (long) j * k + p);
                panels.set(ValueLayout.JAVA_BYTE, at, value);
            }
        }
    }
}
