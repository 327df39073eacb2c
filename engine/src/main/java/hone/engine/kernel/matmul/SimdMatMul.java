package hone.engine.kernel.matmul;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The product written with the Vector API. Three things are new: one instruction multiplies and adds a whole vector of
 * numbers; four rows by two vectors of the result stay in registers while the inner dimension runs through; and B is
 * copied beforehand into panels that are read strictly forwards, once and for all where B is a constant weight. The
 * loops themselves are in {@link PanelProduct}.
 */
public final class SimdMatMul implements ProductKernel {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
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
                + (op.transposeA() ? Footprint.block(site.inputs().getFirst().maxBytes()) : 0)
                + PanelGrid.tileBytes(site.workers(), Panels.ROWS);
    }

    private static long panelBytes(MatrixProduct op, Site site) {
        return ColumnPanels.bytes(ProductGeometry.maxK(op, site), ProductGeometry.maxN(op, site));
    }

    @Override
    public Prepared preparePair(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = ProductGeometry.maxK(op, site);
        int n = ProductGeometry.maxN(op, site);
        var constant = site.constant(1);
        MemorySegment panels = (constant.isPresent() ? packed : scratch).allocate(panelBytes(op, site));
        constant.ifPresent(b -> ColumnPanels.pack(b.segment(), op.transposeB(), k, n, op.transposeB() ? k : n, panels));
        MemorySegment rows =
                op.transposeA() ? scratch.allocate(site.inputs().getFirst().maxBytes()) : MemorySegment.NULL;
        MemorySegment tiles = scratch.allocate(PanelGrid.tileBytes(site.workers(), Panels.ROWS));
        return new Panels(op, constant.isPresent(), panels, rows, tiles);
    }

    /**
     * A unit is a block of the result, {@link #ROWS} rows by one panel of columns; panels come first in the order of
     * units, so that a thread's rows of A stay near it.
     *
     * @param packed whether the panels were filled for good
     * @param rows A as (m × k), where it is stored transposed
     */
    private record Panels(
            MatrixProduct op, boolean packed, MemorySegment panels, MemorySegment rows, MemorySegment tiles)
            implements Prepared {
        static final int ROWS = 32;

        @Override
        public long units(Operands operands) {
            if (RowStreams.serves(op, ProductGeometry.m(op, operands))) {
                return RowStreams.units((int) ProductGeometry.n(op, operands));
            }
            long blocks = (ProductGeometry.m(op, operands) + ROWS - 1) / ROWS;
            return blocks * ColumnPanels.count((int) ProductGeometry.n(op, operands));
        }

        @Override
        public void begin(Operands operands) {
            int k = (int) ProductGeometry.k(op, operands);
            if (!packed) {
                int n = (int) ProductGeometry.n(op, operands);
                ColumnPanels.pack(operands.input(1), op.transposeB(), k, n, operands.inputRowStride(1), panels);
            }
            if (op.transposeA()) {
                int m = (int) ProductGeometry.m(op, operands);
                Transpose.run(operands.input(0), operands.inputRowStride(0), k, m, rows);
            }
        }

        /** The activation, while the block is in the first cache. */
        private void finish(Operands operands, long top, int height, int column, int n) {
            long row = (long) n * Float.BYTES;
            long at = top * row + (long) column * Float.BYTES;
            int width = Math.min(ColumnPanels.WIDTH, n - column);
            ActivationLoops.finish(op.activation(), operands.output(0), at, row, height, width);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = (int) ProductGeometry.k(op, operands);
            int n = (int) ProductGeometry.n(op, operands);
            long m = ProductGeometry.m(op, operands);
            int count = ColumnPanels.count(n);
            long tile = worker * PanelGrid.tileBytes(1, ROWS);
            if (RowStreams.serves(op, m)) {
                RowStreams.run(operands, op, k, n, panels, tiles, tile, from, to);
                return;
            }
            for (long unit = from; unit < to; unit++) {
                long top = unit / count * ROWS;
                int panel = (int) (unit % count);
                int height = (int) Math.min(ROWS, m - top);
                int column = panel * ColumnPanels.WIDTH;
                StartValues.fill(operands, op.bias(), top, height, column, n);
                PanelGrid.add(
                        op.transposeA() ? rows : operands.input(0),
                        op.transposeA() ? k : operands.inputRowStride(0),
                        k,
                        panels,
                        panel * ColumnPanels.stride(k),
                        operands.output(0),
                        n,
                        column,
                        top,
                        height,
                        tiles,
                        tile);
                finish(operands, top, height, column, n);
            }
        }
    }
}
