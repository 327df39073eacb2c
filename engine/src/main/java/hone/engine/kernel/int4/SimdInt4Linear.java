package hone.engine.kernel.int4;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.int8.GroupScales;
import hone.engine.kernel.matmul.BiasTile;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.kernel.matmul.PanelGrid;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int4Linear;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * INT4 weights with the Vector API. A few rows of activations read an eighth of the bytes of float32, and take the
 * numbers apart in registers; for more rows a step of the panel is widened and scaled once and serves the whole block,
 * at the speed of float32 and with an eighth of its memory.
 */
public final class SimdInt4Linear implements Int4Kernel {
    /** Up to so many rows are computed one by one: widening a panel for them would take longer. */
    private static final int FEW_ROWS = 4;

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
    public long packedBytes(Int4Linear op, Site site) {
        int k = Int4Kernel.maxK(site);
        int n = Int4Kernel.maxN(site);
        return NibblePanels.bytes(k, n) + GroupScales.bytes(op.groups(k), n);
    }

    @Override
    public long scratchBytes(Int4Linear op, Site site) {
        return Footprint.block(rowBytes(op, Int4Kernel.maxK(site)) * FEW_ROWS)
                + Footprint.block(site.workers() * Panels.WORKER);
    }

    /** Bytes of a row of activations filled up, and what the zero point amounts to in each group. */
    private static long rowBytes(Int4Linear op, int k) {
        return (long) (NibblePanels.paddedK(k) + op.groups(k)) * Float.BYTES;
    }

    @Override
    public Prepared prepare(Int4Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = Int4Kernel.maxK(site);
        int n = Int4Kernel.maxN(site);
        MemorySegment panels = packed.allocate(NibblePanels.bytes(k, n));
        NibblePanels.pack(site.constant(1).orElseThrow().segment(), k, n, panels);
        MemorySegment scales = packed.allocate(GroupScales.bytes(op.groups(k), n));
        GroupScales.pack(site.constant(2).orElseThrow().segment(), op.groups(k), n, scales);
        MemorySegment rows = scratch.allocate(rowBytes(op, k) * FEW_ROWS);
        return new Panels(op, panels, scales, rows, scratch.allocate(site.workers() * Panels.WORKER));
    }

    /**
     * A unit is a block of the result, {@link #ROWS} rows by one panel of columns, or several panels where rows are few.
     *
     * @param rows the activations, where they are few, as {@link NibblePanelProduct} wants them
     * @param work for each worker the tile of sums, then widened weights
     */
    private record Panels(
            Int4Linear op, MemorySegment panels, MemorySegment scales, MemorySegment rows, MemorySegment work)
            implements Prepared {
        static final int ROWS = 32;
        static final int STREAMS = 2;
        static final long TILE = ROWS * BiasTile.ROW;
        static final long WORKER = TILE + PanelGrid.DEPTH * BiasTile.ROW;

        @Override
        public long units(Operands operands) {
            long panels = ColumnPanels.count(Int4Kernel.n(operands));
            if (few(operands)) {
                return (panels + STREAMS - 1) / STREAMS;
            }
            return (Int4Kernel.m(operands) + ROWS - 1) / ROWS * panels;
        }

        private static boolean few(Operands operands) {
            return Int4Kernel.m(operands) <= FEW_ROWS;
        }

        @Override
        public void begin(Operands operands) {
            int k = Int4Kernel.k(operands);
            for (int row = 0; few(operands) && row < Int4Kernel.m(operands); row++) {
                long from = (long) row * k * Float.BYTES;
                long to = row * rowBytes(op, k);
                NibbleRow.prepare(operands.input(0), from, k, op.groupSize(), rows, to, offsets(to, k));
            }
        }

        private static long offsets(long row, int k) {
            return row + (long) NibblePanels.paddedK(k) * Float.BYTES;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long tile = worker * WORKER;
            if (few(operands)) {
                stream(operands, from, to, tile);
                return;
            }
            int n = Int4Kernel.n(operands);
            int count = ColumnPanels.count(n);
            for (long unit = from; unit < to; unit++) {
                long top = unit / count * ROWS;
                int height = (int) Math.min(ROWS, Int4Kernel.m(operands) - top);
                int panel = (int) (unit % count);
                BiasTile.start(operands.input(3), n, panel * ColumnPanels.WIDTH, height, work, tile);
                addBlock(operands, top, height, panel, tile);
                BiasTile.write(work, tile, operands, n, top, height, panel * ColumnPanels.WIDTH);
            }
        }

        /** A few rows: a unit is {@link #STREAMS} panels, which are read side by side, a last odd one twice. */
        private void stream(Operands operands, long from, long to, long tile) {
            int k = Int4Kernel.k(operands);
            int n = Int4Kernel.n(operands);
            int padded = NibblePanels.paddedK(k);
            for (long unit = from; unit < to; unit++) {
                int panel = (int) unit * STREAMS;
                boolean both = panel + 1 < ColumnPanels.count(n);
                long stride = both ? NibblePanels.stride(k) : 0;
                long scaleStride = both ? GroupScales.stride(op.groups(k)) : 0;
                long b = panel * NibblePanels.stride(k);
                long s = panel * GroupScales.stride(op.groups(k));
                int left = panel * ColumnPanels.WIDTH;
                for (int row = 0; row < Int4Kernel.m(operands); row++) {
                    long x = row * rowBytes(op, k);
                    BiasTile.start(operands.input(3), n, left, 1, work, tile);
                    if (both) {
                        BiasTile.start(operands.input(3), n, left + ColumnPanels.WIDTH, 1, work, tile + BiasTile.ROW);
                    }
                    NibblePanelProduct.twoPanels(
                            padded,
                            op.groupSize(),
                            rows,
                            x,
                            offsets(x, k),
                            panels,
                            b,
                            stride,
                            scales,
                            s,
                            scaleStride,
                            work,
                            tile);
                    BiasTile.write(work, tile, operands, n, row, 1, left);
                    if (both) {
                        BiasTile.write(work, tile + BiasTile.ROW, operands, n, row, 1, left + ColumnPanels.WIDTH);
                    }
                }
            }
        }

        private void addBlock(Operands operands, long top, int height, int panel, long tile) {
            int k = Int4Kernel.k(operands);
            long aRow = (long) k * Float.BYTES;
            long b = panel * NibblePanels.stride(k);
            long s = panel * GroupScales.stride(op.groups(k));
            for (int p = 0; p < k; p += PanelGrid.DEPTH) {
                int depth = Math.min(PanelGrid.DEPTH, k - p);
                long a0 = top * aRow + (long) p * Float.BYTES;
                NibblePanelProduct.widen(p, depth, op.groupSize(), panels, b, scales, s, work, tile + TILE);
                PanelGrid.addSteps(
                        operands.input(0), a0, aRow, depth, work, tile + TILE, work, tile, BiasTile.ROW, height);
            }
        }
    }
}
