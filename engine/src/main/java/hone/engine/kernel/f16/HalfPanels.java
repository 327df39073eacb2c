package hone.engine.kernel.f16;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.matmul.ColumnPanels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The float16 weight (n × k) cut into panels as wide as the float32 ones, {@code [⌈n / WIDTH⌉][k][WIDTH]} shorts, the
 * last one filled up with zeros.
 */
final class HalfPanels {
    private static final int WIDTH = ColumnPanels.WIDTH;

    private HalfPanels() {}

    /** Bytes from one panel to the next. */
    static long stride(int k) {
        return (long) k * WIDTH * Short.BYTES;
    }

    /** Bytes charged for the panels. */
    static long bytes(int k, int n) {
        return Footprint.block(ColumnPanels.count(n) * stride(k));
    }

    /** Packs a weight into panels that hold zeros. */
    static void pack(MemorySegment weight, int k, int n, MemorySegment panels) {
        for (int j = 0; j < n; j++) {
            long column = (long) (j / WIDTH) * k * WIDTH + j % WIDTH;
            for (int p = 0; p < k; p++) {
                short value = weight.getAtIndex(ValueLayout.JAVA_SHORT, (long) j * k + p);
                panels.setAtIndex(ValueLayout.JAVA_SHORT, column + (long) p * WIDTH, value);
            }
        }
    }

    /**
     * Widens {@code count} numbers from byte {@code at} on. The Vector API has no such conversion, but the compiler turns
     * exactly this loop into the processor's instruction for it, and only with a Java array to write to.
     */
    static void widen(MemorySegment panels, long at, float[] floats, int count) {
        for (int i = 0; i < count; i++) {
            short half = panels.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + (long) i * Short.BYTES);
            floats[i] = Float.float16ToFloat(half);
        }
    }
}
