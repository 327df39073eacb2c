package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What a block of the result holds before products are added to it: the bias, or zeros. */
final class StartValues {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private StartValues() {}

    /** Fills one panel's columns, from {@code column} on, of {@code height} rows of the result from row {@code top} on. */
    static void fill(Operands operands, boolean bias, long top, int height, int column, int n) {
        MemorySegment c = operands.output(0);
        long width = (long) Math.min(ColumnPanels.WIDTH, n - column) * Float.BYTES;
        if (width == 2 * VECTOR) {
            FloatVector zero = FloatVector.zero(LANES);
            long from = (long) column * Float.BYTES;
            FloatVector left = bias ? FloatVector.fromMemorySegment(LANES, operands.input(2), from, ORDER) : zero;
            FloatVector right =
                    bias ? FloatVector.fromMemorySegment(LANES, operands.input(2), from + VECTOR, ORDER) : zero;
            for (long row = top; row < top + height; row++) {
                long at = (row * n + column) * Float.BYTES;
                left.intoMemorySegment(c, at, ORDER);
                right.intoMemorySegment(c, at + VECTOR, ORDER);
            }
            return;
        }
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
