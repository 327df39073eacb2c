package hone.engine.kernel.int4;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.op.matmul.Int4Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The INT4 weight cut into panels as wide as the float32 ones, {@code [⌈n / WIDTH⌉][⌈k / 8⌉][WIDTH]} ints: a 32-bit lane
 * holds eight neighbouring inputs of one output, the first of them lowest. What fills up the panels stands for zero.
 */
final class NibblePanels {
    /** Inputs in a lane. */
    static final int STEPS = 8;

    private static final int WIDTH = ColumnPanels.WIDTH;
    /** Eight times {@link Int4Linear#ZERO_POINT}. */
    private static final int ZEROS = 0x8888_8888;

    private NibblePanels() {}

    /** The inner dimension, filled up to whole lanes. */
    static int paddedK(int k) {
        return (k + STEPS - 1) / STEPS * STEPS;
    }

    /** Bytes from one panel to the next. */
    static long stride(int k) {
        return (long) paddedK(k) / STEPS * WIDTH * Integer.BYTES;
    }

    /** Bytes charged for the panels. */
    static long bytes(int k, int n) {
        return Footprint.block(ColumnPanels.count(n) * stride(k));
    }

    /** The bit of a lane at which input {@code p} begins. */
    static int shift(int p) {
        return p % STEPS * 4;
    }

    static void pack(MemorySegment weight, int k, int n, MemorySegment panels) {
        int lanes = paddedK(k) / STEPS;
        for (int j = 0; j < ColumnPanels.count(n) * WIDTH; j++) {
            long column = (long) (j / WIDTH) * lanes * WIDTH + j % WIDTH;
            for (int lane = 0; lane < lanes; lane++) {
                int value = j < n ? lane(weight, j, lane * STEPS, k) : ZEROS;
                panels.setAtIndex(ValueLayout.JAVA_INT, column + (long) lane * WIDTH, value);
            }
        }
    }

    private static int lane(MemorySegment weight, int j, int first, int k) {
        int value = 0;
        for (int p = first; p < first + STEPS; p++) {
            int both = p < k ? weight.get(ValueLayout.JAVA_BYTE, j * Int4Linear.rowBytes(k) + p / 2) : 0;
            int q = p < k ? (both >> (p % 2 * 4)) & 15 : Int4Linear.ZERO_POINT;
            value |= q << shift(p);
        }
        return value;
    }
}
