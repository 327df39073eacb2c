package hone.engine.kernel.matmul;

import hone.engine.op.activation.Activation;
import java.lang.foreign.MemorySegment;

/**
 * A block of many rows of a layer whose weights are kept in fewer bits: a slice of a panel is widened to float32 once,
 * stays in the first cache, and the whole block passes by it in register blocks ({@link RegisterBlock}), as in the packed
 * product. What the widening costs is shared by the block's rows, so the more rows, the nearer to float32.
 *
 * <p>Rows left over after whole register blocks are computed with rows before them, a second time, into rows of the tile
 * of their own: no slow loop for the edges.
 */
final class WidenedBlock {
    /** Rows of a block. */
    static final int ROWS = 64;

    /** Elements of a tile: the block's rows, and the last register block's once more. */
    static final int ELEMENTS = ResultTile.elements(ROWS + RegisterBlock.ROWS);

    private static final int STEP = RegisterBlock.ROWS;

    private WidenedBlock() {}

    /** Whether a block of so many rows is taken here: where there are rows to fill a register block. */
    static boolean takes(int height) {
        return height >= STEP;
    }

    /** Sets the rows of the tile to the bias (n) of the columns from {@code column} on. */
    static void start(float[] tile, int height, MemorySegment bias, int column, int n) {
        ResultTile.startAtBias(tile, height / STEP * STEP + STEP, bias, column, n);
    }

    /**
     * Adds {@code depth} steps of the inner dimension to the tile. Offsets and strides are in bytes.
     *
     * @param a0 the block's first row at the first of these steps; rows are {@code aRow} apart
     * @param slice (depth × {@link ColumnPanels#WIDTH}) float32, at byte {@code b}
     */
    static void add(
            MemorySegment a, long a0, long aRow, int depth, MemorySegment slice, long b, float[] tile, int height) {
        int whole = height / STEP * STEP;
        for (int i = 0; i < whole; i += STEP) {
            RegisterBlock.inPlace(depth, a, a0 + i * aRow, aRow, slice, b, tile, ResultTile.elements(i));
        }
        if (whole < height) {
            long last = a0 + (height - STEP) * aRow;
            RegisterBlock.inPlace(depth, a, last, aRow, slice, b, tile, ResultTile.elements(whole));
        }
    }

    /** Writes the block to c (m × n) from row {@code top} and column {@code column} on. */
    static void finish(float[] tile, int height, MemorySegment c, long top, int column, int n) {
        int whole = height / STEP * STEP;
        ResultTile.finish(Activation.NONE, tile, 0, whole, c, top, column, n);
        int rest = height - whole;
        ResultTile.finish(Activation.NONE, tile, whole + STEP - rest, rest, c, top + rest - STEP, column, n);
    }
}
