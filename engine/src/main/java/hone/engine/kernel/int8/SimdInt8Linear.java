package hone.engine.kernel.int8;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.matmul.BiasTile;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.kernel.matmul.PanelGrid;
import hone.engine.kernel.matmul.RowStreams;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int8Linear;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * INT8 weights with the Vector API. One row of activations is limited by how fast weights arrive: they are widened in
 * registers, and a quarter of the bytes means up to four times the speed. Many rows are limited by arithmetic: there a
 * step of the panel is widened and scaled once and serves the whole block, and INT8 is about as fast as float32, in a
 * quarter of the memory.
 */
public final class SimdInt8Linear implements Int8Kernel {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public boolean quantizedActivations() {
        return false;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public long packedBytes(Int8Linear op, Site site) {
        int k = Int8Kernel.maxK(site);
        int n = Int8Kernel.maxN(site);
        return Int8Panels.bytes(k, n) + GroupScales.bytes(op.groups(k), n);
    }

    @Override
    public long scratchBytes(Int8Linear op, Site site) {
        return Footprint.block(site.workers() * Panels.WORKER);
    }

    @Override
    public Prepared prepare(Int8Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = Int8Kernel.maxK(site);
        int n = Int8Kernel.maxN(site);
        MemorySegment panels = packed.allocate(Int8Panels.bytes(k, n));
        Int8Panels.pack(site.constant(1).orElseThrow().segment(), k, n, panels);
        MemorySegment scales = packed.allocate(GroupScales.bytes(op.groups(k), n));
        GroupScales.pack(site.constant(2).orElseThrow().segment(), op.groups(k), n, scales);
        return new Panels(op, panels, scales, scratch.allocate(site.workers() * Panels.WORKER));
    }

    /**
     * A unit is a block of the result, {@link #ROWS} rows by one panel of columns; of a single row, several panels.
     *
     * @param work for each worker the tile of sums, then widened weights
     */
    private record Panels(Int8Linear op, MemorySegment panels, MemorySegment scales, MemorySegment work)
            implements Prepared {
        static final int ROWS = 32;
        /** Up to so many rows are computed one by one: widening a panel for them would take longer. */
        static final int FEW_ROWS = 3;

        static final long TILE = ROWS * BiasTile.ROW;
        static final long WORKER = TILE + PanelGrid.DEPTH * BiasTile.ROW;

        @Override
        public long units(Operands operands) {
            if (Int8Kernel.m(operands) == 1) {
                return RowStreams.units(Int8Kernel.n(operands));
            }
            return (Int8Kernel.m(operands) + ROWS - 1) / ROWS * ColumnPanels.count(Int8Kernel.n(operands));
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            if (Int8Kernel.m(operands) == 1) {
                stream(operands, from, to, worker * WORKER);
                return;
            }
            int n = Int8Kernel.n(operands);
            int count = ColumnPanels.count(n);
            long tile = worker * WORKER;
            for (long unit = from; unit < to; unit++) {
                long top = unit / count * ROWS;
                int height = (int) Math.min(ROWS, Int8Kernel.m(operands) - top);
                int panel = (int) (unit % count);
                BiasTile.start(operands.input(3), n, panel * ColumnPanels.WIDTH, height, work, tile);
                add(operands, top, height, panel, tile);
                BiasTile.write(work, tile, operands, n, top, height, panel * ColumnPanels.WIDTH);
            }
        }

        /** One row: a unit is {@link RowStreams#PANELS} panels, which are read side by side. */
        private void stream(Operands operands, long from, long to, long tile) {
            int k = Int8Kernel.k(operands);
            int n = Int8Kernel.n(operands);
            int group = Int8Kernel.groupSize(op, k);
            long stride = Int8Panels.stride(k);
            long scaleStride = GroupScales.stride(op.groups(k));
            MemorySegment x = operands.input(0);
            for (long unit = from; unit < to; unit++) {
                int panel = (int) unit * RowStreams.PANELS;
                int count = Math.min(RowStreams.PANELS, ColumnPanels.count(n) - panel);
                RowStreams.start(operands.input(3), n, panel, count, work, tile);
                long b = panel * stride;
                long s = panel * scaleStride;
                if (count == RowStreams.PANELS) {
                    Int8RowStreams.fourPanels(k, group, x, panels, b, stride, scales, s, scaleStride, work, tile);
                } else {
                    for (int i = 0; i < count; i++) {
                        long c = tile + i * BiasTile.ROW;
                        Int8PanelProduct.oneRow(
                                k, group, x, 0, panels, b + i * stride, scales, s + i * scaleStride, work, c);
                    }
                }
                RowStreams.write(work, tile, operands, n, panel, count);
            }
        }

        private void add(Operands operands, long top, int height, int panel, long tile) {
            int k = Int8Kernel.k(operands);
            int groupSize = Int8Kernel.groupSize(op, k);
            long aRow = (long) k * Float.BYTES;
            MemorySegment a = operands.input(0);
            long b = panel * Int8Panels.stride(k);
            long s = panel * GroupScales.stride(op.groups(k));
            if (height <= FEW_ROWS) {
                for (int row = 0; row < height; row++) {
                    long c = tile + row * BiasTile.ROW;
                    Int8PanelProduct.oneRow(k, groupSize, a, (top + row) * aRow, panels, b, scales, s, work, c);
                }
                return;
            }
            for (int p = 0; p < k; p += PanelGrid.DEPTH) {
                int depth = Math.min(PanelGrid.DEPTH, k - p);
                long a0 = top * aRow + (long) p * Float.BYTES;
                Int8PanelProduct.widen(p, depth, groupSize, panels, b, scales, s, work, tile + TILE);
                PanelGrid.addSteps(a, a0, aRow, depth, work, tile + TILE, work, tile, BiasTile.ROW, height);
            }
        }
    }
}
