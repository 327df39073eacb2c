package hone.engine.kernel.matmul;

import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.op.activation.Activation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A block of the result, one panel wide, on its way: a Java array (rows × {@link ColumnPanels#WIDTH}) in which sums grow
 * from the bias to the result, always whole vectors wide. Only when it is done does it go to the result's own memory, cut
 * to the columns there are.
 */
final class ResultTile {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final int WIDTH = ColumnPanels.WIDTH;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private ResultTile() {}

    /** Elements of a tile of so many rows. */
    static int elements(int rows) {
        return rows * WIDTH;
    }

    /** Sets every row to zero. */
    static void startAtZero(float[] tile, int rows) {
        java.util.Arrays.fill(tile, 0, rows * WIDTH, 0);
    }

    /** Sets every row to the bias (n) of the columns from {@code column} on, and to zero beyond the last one. */
    static void startAtBias(float[] tile, int rows, MemorySegment bias, int column, int n) {
        int columns = Math.min(WIDTH, n - column);
        for (int j = 0; j < WIDTH; j++) {
            tile[j] = j < columns ? bias.get(F32, ((long) column + j) * Float.BYTES) : 0;
        }
        FloatVector left = FloatVector.fromArray(LANES, tile, 0);
        FloatVector right = FloatVector.fromArray(LANES, tile, LENGTH);
        for (int row = 1; row < rows; row++) {
            left.intoArray(tile, row * WIDTH);
            right.intoArray(tile, row * WIDTH + LENGTH);
        }
    }

    /**
     * Writes {@code rows} of the tile's rows, from {@code first} on, to c (m × n), where the tile begins at row
     * {@code top} and column {@code column}, and the activation of them: the rectifier on the way, while a vector is in
     * its register, others once the rows are there, in the first cache still.
     */
    static void finish(
            Activation activation, float[] tile, int first, int rows, MemorySegment c, long top, int column, int n) {
        long row = (long) n * Float.BYTES;
        long from = (top + first) * row + (long) column * Float.BYTES;
        int columns = Math.min(WIDTH, n - column);
        if (columns < WIDTH) {
            for (int i = 0; i < rows; i++) {
                MemorySegment.copy(tile, (first + i) * WIDTH, c, F32, from + i * row, columns);
            }
        } else if (activation == Activation.RELU) {
            writeRectified(tile, first * WIDTH, rows, c, from, row);
            return;
        } else {
            write(tile, first * WIDTH, rows, c, from, row);
        }
        ActivationLoops.finish(activation, c, from, row, rows, columns);
    }

    private static void writeRectified(float[] tile, int at, int rows, MemorySegment c, long from, long row) {
        for (int i = 0; i < rows; i++) {
            FloatVector left = FloatVector.fromArray(LANES, tile, at + i * WIDTH);
            FloatVector right = FloatVector.fromArray(LANES, tile, at + i * WIDTH + LENGTH);
            left.blend(0F, left.compare(VectorOperators.LE, 0F)).intoMemorySegment(c, from + i * row, ORDER);
            right.blend(0F, right.compare(VectorOperators.LE, 0F))
                    .intoMemorySegment(c, from + i * row + LANES.vectorByteSize(), ORDER);
        }
    }

    private static void write(float[] tile, int at, int rows, MemorySegment c, long from, long row) {
        for (int i = 0; i < rows; i++) {
            FloatVector.fromArray(LANES, tile, at + i * WIDTH).intoMemorySegment(c, from + i * row, ORDER);
            FloatVector.fromArray(LANES, tile, at + i * WIDTH + LENGTH)
                    .intoMemorySegment(c, from + i * row + LANES.vectorByteSize(), ORDER);
        }
    }
}
