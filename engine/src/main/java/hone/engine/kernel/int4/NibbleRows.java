package hone.engine.kernel.int4;

import hone.engine.kernel.Footprint;
import hone.engine.op.matmul.Int4Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The INT4 weight turned into Java rows {@code [⌈k / 8⌉][n]}, for the loops that the compiler vectorizes: an int holds
 * eight neighbouring inputs of one output, each as a signed number of four bits (the zero point is taken off), the first
 * of them lowest. What fills up the last row is zero.
 */
final class NibbleRows {
    /** Inputs in an int. */
    static final int STEPS = 8;

    private NibbleRows() {}

    private static int count(int k) {
        return (k + STEPS - 1) / STEPS;
    }

    /** Bytes of the rows. */
    static long bytes(int k, int n) {
        return Footprint.floats((long) count(k) * n);
    }

    static int[][] of(MemorySegment weight, int k, int n) {
        int[][] rows = new int[count(k)][n];
        for (int j = 0; j < n; j++) {
            for (int p = 0; p < k; p++) {
                int both = weight.get(ValueLayout.JAVA_BYTE, j * Int4Linear.rowBytes(k) + p / 2);
                int q = ((both >> (p % 2 * 4)) & 15) - Int4Linear.ZERO_POINT;
                rows[p / STEPS][j] |= (q & 15) << (p % STEPS * 4);
            }
        }
        return rows;
    }
}
