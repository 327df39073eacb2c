package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A unit is a block of rows by one panel of columns; panels come first in the order of units, so that a worker packs
 * a block of A once for all the panels it takes.
 *
 * @param constant whether the panels were filled for good
 * @param rows for each worker, {@code block} bytes apart, its packed rows; of block 0 where A is read in place
 * @param tiles for each worker, the block of one panel's width that it works on
 * @param edges for each worker, {@code edgeBytes} apart, the same for rows left over at the end of the last panel
 * @param holds for each worker, which block of rows it has packed
 */
record PackedBlocks(
        MatrixProduct op,
        boolean constant,
        MemorySegment panels,
        MemorySegment rows,
        long block,
        float[][] tiles,
        MemorySegment edges,
        long edgeBytes,
        long[] holds)
        implements Prepared {
    /** Steps of the inner dimension at a time: at 64-byte vectors a slice of B has 32 KB. */
    private static final int DEPTH = 256;

    /** Blocks of fewer rows read A in place, and in fours where a register block in place is slow. */
    static final int ROWS_TO_PACK = 4 * RegisterBlock.ROWS;

    /** With packed A as many rows as fill an eighth to a quarter of a usual second cache. */
    private static final long BLOCK_BYTES = 256 << 10;

    private static final int FEWEST_ROWS = 32;

    /** Units aimed at, so that several threads find work. */
    private static final int UNITS = 16;

    private static final int MOST_ROWS = 256;

    private static final long TILE_ROW = (long) ColumnPanels.WIDTH * Float.BYTES;

    /** Rows of a block, a multiple of the register block's that depends on nothing but the inner dimension. */
    static int blockRows(int k) {
        long rows = BLOCK_BYTES / ((long) Math.max(1, k) * Float.BYTES);
        return Math.clamp(rows, FEWEST_ROWS, MOST_ROWS) / RegisterBlock.ROWS * RegisterBlock.ROWS;
    }

    /** Rows of a block in this run: fewer where there would be too few units to share. */
    private int step(Operands operands) {
        long m = ProductGeometry.m(op, operands);
        int panels = ColumnPanels.count((int) ProductGeometry.n(op, operands));
        long shared = Math.max(FEWEST_ROWS, m * panels / UNITS);
        long most = Math.min(shared, blockRows((int) ProductGeometry.k(op, operands)));
        return (int) (most + RegisterBlock.ROWS - 1) / RegisterBlock.ROWS * RegisterBlock.ROWS;
    }

    @Override
    public long units(Operands operands) {
        if (RowStreams.serves(op, ProductGeometry.m(op, operands))) {
            return RowStreams.units((int) ProductGeometry.n(op, operands));
        }
        int height = step(operands);
        long blocks = (ProductGeometry.m(op, operands) + height - 1) / height;
        return blocks * ColumnPanels.count((int) ProductGeometry.n(op, operands));
    }

    @Override
    public void begin(Operands operands) {
        Arrays.fill(holds, -1);
        if (!constant) {
            int k = (int) ProductGeometry.k(op, operands);
            int n = (int) ProductGeometry.n(op, operands);
            ColumnPanels.pack(operands.input(1), op.transposeB(), k, n, panels);
        }
    }

    @Override
    public void run(Operands operands, long from, long to, int worker) {
        int k = (int) ProductGeometry.k(op, operands);
        int n = (int) ProductGeometry.n(op, operands);
        long m = ProductGeometry.m(op, operands);
        if (RowStreams.serves(op, m)) {
            RowStreams.run(operands, op.bias(), k, n, panels, edges, worker * edgeBytes, from, to);
            return;
        }
        int count = ColumnPanels.count(n);
        int step = step(operands);
        for (long unit = from; unit < to; unit++) {
            long top = unit / count * step;
            int height = (int) Math.min(step, m - top);
            int panel = (int) (unit % count);
            if (packs(height)) {
                packRows(operands, top, height, m, k, worker);
            }
            panel(operands, top, height, panel, k, n, worker);
        }
    }

    private boolean packs(int height) {
        return op.transposeA() || (block > 0 && height >= ROWS_TO_PACK);
    }

    private void packRows(Operands operands, long top, int height, long m, int k, int worker) {
        if (holds[worker] == top) {
            return;
        }
        if (op.transposeA()) {
            RowPanels.packTransposed(operands.input(0), top, height, m, k, rows, worker * block);
        } else {
            RowPanels.pack(operands.input(0), top * k * Float.BYTES, height, k, rows, worker * block);
        }
        holds[worker] = top;
    }

    private void panel(Operands operands, long top, int height, int panel, int k, int n, int worker) {
        int column = panel * ColumnPanels.WIDTH;
        int whole = inRegisters(height);
        if (whole > 0) {
            float[] tile = tiles[worker];
            if (op.bias()) {
                ResultTile.startAtBias(tile, whole, operands.input(2), column, n);
            } else {
                ResultTile.startAtZero(tile, whole);
            }
            for (int p = 0; p < k; p += DEPTH) {
                addSteps(operands, top, whole, panel, p, k, worker);
            }
            ResultTile.finish(tile, Math.min(whole, height), operands.output(0), top, column, n);
        }
        if (whole < height) {
            int rest = height - whole;
            StartValues.fill(operands, op.bias(), top + whole, rest, column, n);
            PanelGrid.add(
                    operands.input(0),
                    k,
                    panels,
                    panel * ColumnPanels.stride(k),
                    operands.output(0),
                    n,
                    column,
                    top + whole,
                    rest,
                    edges,
                    worker * edgeBytes);
        }
    }

    /** Rows that register blocks take: packed ones are filled up to whole blocks, those in place are whole blocks only. */
    private int inRegisters(int height) {
        if (packs(height)) {
            return (height + RegisterBlock.ROWS - 1) / RegisterBlock.ROWS * RegisterBlock.ROWS;
        }
        return RegisterBlock.WIDE ? height / RegisterBlock.ROWS * RegisterBlock.ROWS : 0;
    }

    /** Adds {@code DEPTH} steps of the inner dimension, from step {@code p} on, to this worker's tile. */
    private void addSteps(Operands operands, long top, int whole, int panel, int p, int k, int worker) {
        int depth = Math.min(DEPTH, k - p);
        long b = panel * ColumnPanels.stride(k) + p * TILE_ROW;
        long row = (long) k * Float.BYTES;
        float[] tile = tiles[worker];
        if (packs(whole)) {
            long a = worker * block + (long) p * RegisterBlock.ROWS * Float.BYTES;
            for (int i = 0; i < whole; i += RegisterBlock.ROWS) {
                RegisterBlock.packed(depth, rows, a + i * row, panels, b, tile, ResultTile.elements(i));
            }
        } else {
            long a = top * row + (long) p * Float.BYTES;
            for (int i = 0; i < whole; i += RegisterBlock.ROWS) {
                RegisterBlock.inPlace(
                        depth, operands.input(0), a + i * row, row, panels, b, tile, ResultTile.elements(i));
            }
        }
    }
}
