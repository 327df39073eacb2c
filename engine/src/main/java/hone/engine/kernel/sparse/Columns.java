package hone.engine.kernel.sparse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Turns rows of activations into columns of one value a lane, and columns of results into rows again. */
final class Columns {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long ROW = (long) BlockProduct.ROWS * Float.BYTES;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private Columns() {}

    /**
     * columns[p][i] = x[top + i][p], four rows at a time: each cache line written is visited fewer times.
     *
     * @param x row-major (m × k)
     * @param columns {@code [k][ROWS]}, at byte {@code to}; what is beyond the last row is left as it is
     */
    static void fill(MemorySegment x, int top, int rows, int k, MemorySegment columns, long to) {
        long row = (long) k * Float.BYTES;
        int i = 0;
        for (; i + 4 <= rows; i += 4) {
            long from = (top + i) * row;
            long cell = to + (long) i * Float.BYTES;
            for (int p = 0; p < k; p++) {
                long at = from + (long) p * Float.BYTES;
                columns.set(F32, cell + p * ROW, x.get(F32, at));
                columns.set(F32, cell + p * ROW + 4, x.get(F32, at + row));
                columns.set(F32, cell + p * ROW + 8, x.get(F32, at + 2 * row));
                columns.set(F32, cell + p * ROW + 12, x.get(F32, at + 3 * row));
            }
        }
        for (; i < rows; i++) {
            for (int p = 0; p < k; p++) {
                float value = x.get(F32, (top + i) * row + (long) p * Float.BYTES);
                columns.set(F32, to + p * ROW + (long) i * Float.BYTES, value);
            }
        }
    }

    /** All lanes of a row of results. */
    static void fillRow(MemorySegment results, long at, float value) {
        FloatVector vector = FloatVector.broadcast(LANES, value);
        vector.intoMemorySegment(results, at, ByteOrder.nativeOrder());
        vector.intoMemorySegment(results, at + VECTOR, ByteOrder.nativeOrder());
    }

    /**
     * y[top + i][first + j] = results[j][i].
     *
     * @param results {@code [width][ROWS]}, at byte {@code from}
     * @param y row-major (m × n)
     */
    static void write(
            MemorySegment results, long from, int width, int rows, MemorySegment y, int top, int n, int first) {
        for (int i = 0; i < rows; i++) {
            long cell = from + (long) i * Float.BYTES;
            long to = ((long) (top + i) * n + first) * Float.BYTES;
            for (int j = 0; j < width; j++) {
                y.set(F32, to + (long) j * Float.BYTES, results.get(F32, cell + j * ROW));
            }
        }
    }
}
