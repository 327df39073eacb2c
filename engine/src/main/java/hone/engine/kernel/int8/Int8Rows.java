package hone.engine.kernel.int8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The INT8 weight (n × k) turned into Java rows {@code [k][n]}: for the loops that the compiler vectorizes. */
final class Int8Rows {
    private Int8Rows() {}

    /** Bytes of the rows: one for each weight. */
    static long bytes(int k, int n) {
        return (long) k * n;
    }

    static byte[][] of(MemorySegment weight, int k, int n) {
        byte[][] rows = new byte[k][n];
        for (long j = 0; j < n; j++) {
            for (int p = 0; p < k; p++) {
                rows[p][(int) j] = weight.getAtIndex(ValueLayout.JAVA_BYTE, j * k + p);
            }
        }
        return rows;
    }
}
