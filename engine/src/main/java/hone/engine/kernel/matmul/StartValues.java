package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What a block of the result holds before products are added to it: the bias, or zeros. */
final class StartValues {
    private StartValues() {}

    /** Fills one panel's columns, from {@code column} on, of {@code height} rows of the result from row {@code top} on. */
    static void fill(Operands operands, boolean bias, long top, int height, int column, int n) {
        MemorySegment c = operands.output(0);
        long width = (long) Math.min(ColumnPanels.WIDTH, n - column) * Float.BYTES;
        for (long row = top; row < top + height; row++) {
            long at = (row * n + column) * Float.BYTES;
            if (bias) {
                MemorySegment.copy(operands.input(2), (long) column * Float.BYTES, c, at, width);
            } else {
                for (long byteOffset = 0; byteOffset < width; byteOffset += Float.BYTES) {
                    c.set(ValueLayout.JAVA_FLOAT, at + byteOffset, 0);
                }
            }
        }
    }
}
