package hone.engine.kernel.int8;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.matmul.ColumnPanels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The INT8 weight (n × k) cut into panels as wide as the float32 ones, {@code [⌈n / WIDTH⌉][k][WIDTH]} bytes, the last
 * one filled up with zeros.
 */
final class Int8Panels {
    static final int WIDTH = ColumnPanels.WIDTH;

    private Int8Panels() {}

    /** Bytes from one panel to the next. */
    static long stride(int k) {
        return (long) k * WIDTH;
    }

    /** Bytes charged for the panels. */
    static long bytes(int k, int n) {
        return Footprint.block(ColumnPanels.count(n) * stride(k));
    }

    /** Packs a weight into panels that hold zeros. */
    static void pack(MemorySegment weight, int k, int n, MemorySegment panels) {
        for (int j = 0; j < n; j++) {
            long column = j / WIDTH * stride(k) + j % WIDTH;
            for (int p = 0; p < k; p++) {
                panels.set(
                        ValueLayout.JAVA_BYTE,
                        column + (long) p * WIDTH,
                        weight.getAtIndex(ValueLayout.JAVA_BYTE, (long) j * k + p));
            }
        }
    }
}
