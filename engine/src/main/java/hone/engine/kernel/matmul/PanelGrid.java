package hone.engine.kernel.matmul;

import hone.engine.kernel.Footprint;
import java.lang.foreign.MemorySegment;

/**
 * Adds a panel's product to a block of the result with {@link PanelProduct}. Three choices keep it fast at every size:
 * the inner dimension is taken in steps short enough that their part of the panel stays in the first cache for all rows
 * of the block; rows left over after the last four are computed as four with the last one repeated; and a panel that
 * reaches beyond the last column works on a tile on the side. So there is one fast loop, and no slow one for the edges.
 */
public final class PanelGrid {
    /** Steps of the inner dimension at a time, where there are rows to share them: at 64-byte vectors, 32 KB of B. */
    public static final int DEPTH = 256;

    private static final int TILE_ROW = ColumnPanels.WIDTH * Float.BYTES;

    private PanelGrid() {}

    /** Bytes charged for the tiles of this many workers, each for a block of {@code rows}. */
    public static long tileBytes(int workers, int rows) {
        return Footprint.block((long) workers * rows * TILE_ROW);
    }

    /**
     * C += A · B for a block of rows and one panel's columns.
     *
     * @param a (m × k), its rows {@code aStride} elements apart
     * @param panels the panels of B, this one at byte {@code panel}
     * @param c row-major (m × n)
     * @param column first column of the panel
     * @param rows how many rows the block has, at least 1
     * @param tiles memory for the tile of a partial panel, this worker's at byte {@code tile}
     */
    public static void add(
            MemorySegment a,
            long aStride,
            int k,
            MemorySegment panels,
            long panel,
            MemorySegment c,
            int n,
            int column,
            long firstRow,
            int rows,
            MemorySegment tiles,
            long tile) {
        long left = (firstRow * n + column) * Float.BYTES;
        long width = (long) Math.min(ColumnPanels.WIDTH, n - column) * Float.BYTES;
        long cRow = (long) n * Float.BYTES;
        long aRow = aStride * Float.BYTES;
        if (width == TILE_ROW) {
            addBlock(a, firstRow * aRow, aRow, k, panels, panel, c, left, cRow, rows);
            return;
        }
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(c, left + row * cRow, tiles, tile + (long) row * TILE_ROW, width);
        }
        addBlock(a, firstRow * aRow, aRow, k, panels, panel, tiles, tile, TILE_ROW, rows);
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(tiles, tile + (long) row * TILE_ROW, c, left + row * cRow, width);
        }
    }

    private static void addBlock(
            MemorySegment a,
            long top,
            long aRow,
            int k,
            MemorySegment panels,
            long panel,
            MemorySegment c,
            long left,
            long cRow,
            int rows) {
        if (rows == 1) {
            PanelProduct.oneRow(k, a, top, panels, panel, c, left);
            return;
        }
        for (int p = 0; p < k; p += DEPTH) {
            int depth = Math.min(DEPTH, k - p);
            long b = panel + (long) p * TILE_ROW;
            addSteps(a, top + (long) p * Float.BYTES, aRow, depth, panels, b, c, left, cRow, rows);
        }
    }

    /**
     * C += A · B for {@code depth} steps of the inner dimension, at most {@link #DEPTH}. All offsets and strides are in
     * bytes.
     *
     * @param a0 first element of A, rows {@code aRow} apart
     * @param b first step of the panel
     * @param left first element of C, rows {@code cRow} apart
     */
    public static void addSteps(
            MemorySegment a,
            long a0,
            long aRow,
            int depth,
            MemorySegment panels,
            long b,
            MemorySegment c,
            long left,
            long cRow,
            int rows) {
        for (int i = 0; i < rows; i += PanelProduct.ROWS) {
            if (i == rows - 1) {
                PanelProduct.oneRow(depth, a, a0 + i * aRow, panels, b, c, left + i * cRow);
                continue;
            }
            int i1 = i + 1;
            int i2 = Math.min(i + 2, rows - 1);
            int i3 = Math.min(i + 3, rows - 1);
            PanelProduct.fourRows(
                    depth,
                    a,
                    a0 + i * aRow,
                    a0 + i1 * aRow,
                    a0 + i2 * aRow,
                    a0 + i3 * aRow,
                    panels,
                    b,
                    c,
                    left + i * cRow,
                    left + i1 * cRow,
                    left + i2 * cRow,
                    left + i3 * cRow);
        }
    }
}
