package hone.engine.kernel.matmul;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The vector product blocked for registers and caches, as the great libraries do it. Eight rows by two vectors of the
 * result stay in sixteen registers, five by two where there are fewer ({@link RegisterBlock}); a slice of a panel of B
 * stays in the first cache while all rows of a block pass by it; the block of A stays in the second, packed once for all
 * panels where there are enough of them to pay for the copy ({@link RowPanels}). {@link PackedBlocks} has the loops.
 */
public final class PackedMatMul implements ProductKernel {
    /** A is packed where at least so many panels use it; with few registers always, as rows in place need many, too. */
    private static final int PANELS_TO_PACK = RegisterBlock.WIDE ? 16 : 1;

    /** A worker's tile for rows that are no whole register block. */
    private static final long EDGE_BYTES = PanelGrid.tileBytes(1, PackedBlocks.ROWS_TO_PACK);

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
    public long pairPackedBytes(MatrixProduct op, Site site) {
        return site.constant(1).isPresent() ? panelBytes(op, site) : 0;
    }

    @Override
    public long pairScratchBytes(MatrixProduct op, Site site) {
        return (site.constant(1).isPresent() ? 0 : panelBytes(op, site))
                + WorkerRows.bytes(site.workers(), blockElements(op, site))
                + WorkerRows.bytes(site.workers(), ResultTile.elements(highestBlock(op, site)))
                + Footprint.block(site.workers() * EDGE_BYTES);
    }

    private static long panelBytes(MatrixProduct op, Site site) {
        return ColumnPanels.bytes(ProductGeometry.maxK(op, site), ProductGeometry.maxN(op, site));
    }

    /** Elements of one worker's packed block of A; 0 where A is always read in place. */
    private static int blockElements(MatrixProduct op, Site site) {
        int k = ProductGeometry.maxK(op, site);
        int rows = highestBlock(op, site);
        boolean manyPanels = ColumnPanels.count(ProductGeometry.maxN(op, site)) >= PANELS_TO_PACK;
        return op.transposeA() || (manyPanels && rows >= PackedBlocks.ROWS_TO_PACK) ? RowPanels.elements(rows, k) : 0;
    }

    /** Rows of the largest block that this site can have. */
    private static int highestBlock(MatrixProduct op, Site site) {
        long rows = Math.min(PackedBlocks.blockRows(ProductGeometry.maxK(op, site)), ProductGeometry.maxM(op, site));
        return (int) (rows + RegisterBlock.ROWS - 1) / RegisterBlock.ROWS * RegisterBlock.ROWS;
    }

    @Override
    public Prepared preparePair(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = ProductGeometry.maxK(op, site);
        int n = ProductGeometry.maxN(op, site);
        var constant = site.constant(1);
        MemorySegment panels = (constant.isPresent() ? packed : scratch).allocate(panelBytes(op, site));
        constant.ifPresent(b -> ColumnPanels.pack(b.segment(), op.transposeB(), k, n, op.transposeB() ? k : n, panels));
        int block = blockElements(op, site);
        float[][] rows = WorkerRows.floats(site.workers(), block);
        scratch.chargeArray(WorkerRows.bytes(site.workers(), block));
        float[][] tiles = WorkerRows.floats(site.workers(), ResultTile.elements(highestBlock(op, site)));
        scratch.chargeArray(WorkerRows.bytes(site.workers(), ResultTile.elements(highestBlock(op, site))));
        MemorySegment edges = scratch.allocate(site.workers() * EDGE_BYTES);
        return new PackedBlocks(
                op, constant.isPresent(), block > 0, panels, rows, tiles, edges, EDGE_BYTES, new long[site.workers()]);
    }
}
