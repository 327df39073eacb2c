package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A unit is a block of rows by one panel of columns; panels come first in the order of units, so that a worker packs
 * a block of A once for all the panels it takes.
 *
 * @param constant whether the panels were filled for good
 * @param packsMany whether blocks of many rows are packed; otherwise A is read in place unless it is stored transposed
 * @param rows for each worker, its packed rows
 * @param tiles for each worker, the block of one panel's width that it works on
 * @param edges for each worker, {@code edgeBytes} apart, the same for rows left over at the end of the last panel
 * @param holds for each worker, which block of rows it has packed
 */
record PackedBlocks(
        MatrixProduct op,
        boolean constant,
        boolean packsMany,
        MemorySegment panels,
        float[][] rows,
        float[][] tiles,
        MemorySegment edges,
        long edgeBytes,
        long[] holds)
        implements Prepared {
    /**
     * Most steps of the inner dimension at a time: at 64-byte vectors a slice of B then has 36 KB, and stays in the first
     * cache beside a group of rows of A. From 384 steps on it does not, which was measured to cost a tenth.
     */
    private static final int MOST_DEPTH = 288;

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
            ColumnPanels.pack(operands.input(1), op.transposeB(), k, n, operands.inputRowStride(1), panels);
        }
    }

    @Override
    public void run(Operands operands, long from, long to, int worker) {
        int k = (int) ProductGeometry.k(op, operands);
        int n = (int) ProductGeometry.n(op, operands);
        long m = ProductGeometry.m(op, operands);
        if (RowStreams.serves(op, m)) {
            RowStreams.run(operands, op, k, n, panels, edges, worker * edgeBytes, from, to);
            return;
        }
        int count = ColumnPanels.count(n);
        int step = step(operands);
        for (long unit = from; unit < to; unit++) {
            long top = unit / count * step;
            int height = (int) Math.min(step, m - top);
            int panel = (int) (unit % count);
            if (packs(height)) {
                packRows(operands, top, height, k, worker);
            }
            panel(operands, top, height, panel, k, n, worker);
        }
    }

    private boolean packs(int height) {
        return op.transposeA() || (packsMany && height >= ROWS_TO_PACK);
    }

    private void packRows(Operands operands, long top, int height, int k, int worker) {
        if (holds[worker] == top) {
            return;
        }
        long stride = operands.inputRowStride(0);
        if (op.transposeA()) {
            RowPanels.packTransposed(operands.input(0), top, height, stride, k, rows[worker]);
        } else {
            long row = stride * Float.BYTES;
            RowPanels.pack(operands.input(0), top * row, row, height, k, rows[worker]);
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
            int depth = depth(k);
            int p = 0;
            for (; p < k - depth; p += depth) {
                addSteps(operands, top, whole, panel, p, depth, k, worker);
            }
            addLastSteps(operands, top, height, whole, panel, p, k, n, worker);
        }
        if (whole < height) {
            int rest = height - whole;
            StartValues.fill(operands, op.bias(), top + whole, rest, column, n);
            PanelGrid.add(
                    operands.input(0),
                    operands.inputRowStride(0),
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
            long row = (long) n * Float.BYTES;
            long at = (top + whole) * row + (long) column * Float.BYTES;
            int width = Math.min(ColumnPanels.WIDTH, n - column);
            ActivationLoops.finish(op.activation(), operands.output(0), at, row, rest, width);
        }
    }

    /** Rows that register blocks take: packed ones are filled up to whole blocks, those in place are whole blocks only. */
    private int inRegisters(int height) {
        if (packs(height)) {
            return (height + RegisterBlock.ROWS - 1) / RegisterBlock.ROWS * RegisterBlock.ROWS;
        }
        return RegisterBlock.WIDE ? height / RegisterBlock.ROWS * RegisterBlock.ROWS : 0;
    }

    /** Steps of the inner dimension at a time, about as many in each slice: a short last one costs more than it does. */
    private static int depth(int k) {
        int slices = Math.max(1, (k + MOST_DEPTH - 1) / MOST_DEPTH);
        return (k + slices - 1) / slices;
    }

    /** Adds {@code depth} steps of the inner dimension, from step {@code p} on, to this worker's tile. */
    private void addSteps(Operands operands, long top, int whole, int panel, int p, int depth, int k, int worker) {
        for (int i = 0; i < whole; i += RegisterBlock.ROWS) {
            addGroup(operands, top, i, whole, panel, p, depth, k, worker);
        }
    }

    /**
     * Adds the last steps, and writes each group of rows as soon as it is done: the lines of C come from far away, and
     * while they do the next group is computed. Written all at once they would be waited for.
     */
    private void addLastSteps(
            Operands operands, long top, int height, int whole, int panel, int p, int k, int n, int worker) {
        int column = panel * ColumnPanels.WIDTH;
        for (int i = 0; i < whole; i += RegisterBlock.ROWS) {
            addGroup(operands, top, i, whole, panel, p, k - p, k, worker);
            int rows = Math.min(RegisterBlock.ROWS, height - i);
            ResultTile.finish(op.activation(), tiles[worker], i, rows, operands.output(0), top, column, n);
        }
    }

    /** Adds {@code depth} steps to one group of rows, as many as a register block has, of this worker's tile. */
    private void addGroup(
            Operands operands, long top, int i, int whole, int panel, int p, int depth, int k, int worker) {
        long b = panel * ColumnPanels.stride(k) + p * TILE_ROW;
        float[] tile = tiles[worker];
        if (packs(whole)) {
            int a = i * k + p * RegisterBlock.ROWS;
            RegisterBlock.packed(depth, rows[worker], a, panels, b, tile, ResultTile.elements(i));
        } else {
            long row = operands.inputRowStride(0) * Float.BYTES;
            long a = (top + i) * row + (long) p * Float.BYTES;
            RegisterBlock.inPlace(depth, operands.input(0), a, row, panels, b, tile, ResultTile.elements(i));
        }
    }
}
