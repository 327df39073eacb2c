package hone.engine.kernel.matmul;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * The vector product blocked for registers and caches, as the great libraries do it. Eight rows by two vectors of the
 * result stay in sixteen registers ({@link EightRowProduct}); a slice of a panel of B stays in the first cache while all
 * rows of a block pass by it; the block of A stays in the second, packed once for all panels where there are enough of
 * them to pay for the copy ({@link RowPanels}).
 */
public final class PackedMatMul implements ProductKernel {
    /** Steps of the inner dimension at a time: at 64-byte vectors a slice of B has 32 KB. */
    private static final int DEPTH = 256;

    /** A is packed where at least so many panels use it. */
    private static final int PANELS_TO_PACK = 16;

    /** Rows of a block: with packed A as many as fill half of a usual second cache. */
    private static final long BLOCK_BYTES = 512 << 10;

    private static final int FEWEST_ROWS = 32;
    private static final int MOST_ROWS = 256;

    @Override
    public String id() {
        return "packed";
    }

    @Override
    public Rung rung() {
        return Rung.PACKED;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public long packedBytes(MatrixProduct op, Site site) {
        return site.constant(1).isPresent() ? panelBytes(op, site) : 0;
    }

    @Override
    public long scratchBytes(MatrixProduct op, Site site) {
        return (site.constant(1).isPresent() ? 0 : panelBytes(op, site))
                + Footprint.block(site.workers() * blockBytes(op, site))
                + PanelGrid.tileBytes(site.workers(), MOST_ROWS);
    }

    private static long panelBytes(MatrixProduct op, Site site) {
        return ColumnPanels.bytes(ProductGeometry.maxK(op, site), ProductGeometry.maxN(op, site));
    }

    /** Bytes of one worker's packed block of A; 0 where A is read in place. */
    private static long blockBytes(MatrixProduct op, Site site) {
        int k = ProductGeometry.maxK(op, site);
        return packsRows(op, ProductGeometry.maxN(op, site)) ? RowPanels.bytes(blockRows(k), k) : 0;
    }

    private static boolean packsRows(MatrixProduct op, int n) {
        return op.transposeA() || ColumnPanels.count(n) >= PANELS_TO_PACK;
    }

    /** Rows of a block, a multiple of eight that depends on nothing but the inner dimension. */
    private static int blockRows(int k) {
        long rows = BLOCK_BYTES / ((long) Math.max(1, k) * Float.BYTES);
        return Math.clamp(rows, FEWEST_ROWS, MOST_ROWS) / EightRowProduct.ROWS * EightRowProduct.ROWS;
    }

    @Override
    public Prepared prepare(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = ProductGeometry.maxK(op, site);
        int n = ProductGeometry.maxN(op, site);
        var constant = site.constant(1);
        MemorySegment panels = (constant.isPresent() ? packed : scratch).allocate(panelBytes(op, site));
        constant.ifPresent(b -> ColumnPanels.pack(b.segment(), op.transposeB(), k, n, panels));
        long block = blockBytes(op, site);
        MemorySegment rows = scratch.allocate(site.workers() * block);
        MemorySegment tiles = scratch.allocate(PanelGrid.tileBytes(site.workers(), MOST_ROWS));
        return new Blocks(op, constant.isPresent(), panels, rows, block, tiles, new long[site.workers()]);
    }

    /**
     * A unit is a block of rows by one panel of columns; panels come first in the order of units, so that a worker packs
     * a block of A once for all the panels it takes.
     *
     * @param constant whether the panels were filled for good
     * @param rows for each worker, {@code block} bytes apart, its packed rows; of block 0 where A is read in place
     * @param holds for each worker, which block of rows it has packed
     */
    private record Blocks(
            MatrixProduct op,
            boolean constant,
            MemorySegment panels,
            MemorySegment rows,
            long block,
            MemorySegment tiles,
            long[] holds)
            implements Prepared {
        private static final long TILE_ROW = (long) ColumnPanels.WIDTH * Float.BYTES;

        @Override
        public long units(Operands operands) {
            int height = blockRows((int) ProductGeometry.k(op, operands));
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
            int count = ColumnPanels.count(n);
            int step = blockRows(k);
            for (long unit = from; unit < to; unit++) {
                long top = unit / count * step;
                int height = (int) Math.min(step, m - top);
                int panel = (int) (unit % count);
                StartValues.fill(operands, op.bias(), top, height, panel * ColumnPanels.WIDTH, n);
                if (block > 0) {
                    packRows(operands, top, height, m, k, worker);
                }
                panel(operands, top, height, panel, k, n, worker);
            }
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
            MemorySegment c = operands.output(0);
            int column = panel * ColumnPanels.WIDTH;
            long width = (long) Math.min(ColumnPanels.WIDTH, n - column) * Float.BYTES;
            long left = (top * n + column) * Float.BYTES;
            long cRow = (long) n * Float.BYTES;
            long tile = worker * PanelGrid.tileBytes(1, MOST_ROWS);
            // The tile stands in for C where a panel reaches beyond the last column or a group beyond the last row.
            boolean aside = width < TILE_ROW || (block > 0 && height % EightRowProduct.ROWS != 0);
            if (!aside) {
                groups(operands, top, height, panel, k, c, left, cRow, worker);
                return;
            }
            for (int row = 0; row < height; row++) {
                MemorySegment.copy(c, left + row * cRow, tiles, tile + row * TILE_ROW, width);
            }
            groups(operands, top, height, panel, k, tiles, tile, TILE_ROW, worker);
            for (int row = 0; row < height; row++) {
                MemorySegment.copy(tiles, tile + row * TILE_ROW, c, left + row * cRow, width);
            }
        }

        private void groups(
                Operands operands,
                long top,
                int height,
                int panel,
                int k,
                MemorySegment c,
                long left,
                long cRow,
                int worker) {
            long start = panel * ColumnPanels.stride(k);
            long aRow = (long) k * Float.BYTES;
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                long b = start + p * TILE_ROW;
                if (block > 0) {
                    long a = worker * block + (long) p * EightRowProduct.ROWS * Float.BYTES;
                    for (int i = 0; i < height; i += EightRowProduct.ROWS) {
                        EightRowProduct.packed(depth, rows, a + i * aRow, panels, b, c, left + i * cRow, cRow);
                    }
                    continue;
                }
                long a = (top * k + p) * Float.BYTES;
                int whole = height / EightRowProduct.ROWS * EightRowProduct.ROWS;
                for (int i = 0; i < whole; i += EightRowProduct.ROWS) {
                    EightRowProduct.inPlace(
                            depth, operands.input(0), a + i * aRow, aRow, panels, b, c, left + i * cRow, cRow);
                }
                if (whole < height) {
                    PanelGrid.addSteps(
                            operands.input(0),
                            a + whole * aRow,
                            aRow,
                            depth,
                            panels,
                            b,
                            c,
                            left + whole * cRow,
                            cRow,
                            height - whole);
                }
            }
        }
    }
}
