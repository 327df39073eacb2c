package hone.engine.kernel.int8;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.kernel.matmul.PanelGrid;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int8Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * INT8 weights with the Vector API. One row of activations is limited by how fast weights arrive: they are widened in
 * registers, and a quarter of the bytes means up to four times the speed. Many rows are limited by arithmetic: there a
 * step of the panel is widened once and serves the whole block, and INT8 is about as fast as float32, in a quarter of
 * the memory. The sums are gathered in a tile; the scale of each column is multiplied in when it is written out.
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
        return Int8Panels.bytes(Int8Kernel.maxK(site), Int8Kernel.maxN(site));
    }

    @Override
    public long scratchBytes(Int8Linear op, Site site) {
        return Footprint.block(site.workers() * Panels.WORKER);
    }

    @Override
    public Prepared prepare(Int8Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        MemorySegment panels = packed.allocate(packedBytes(op, site));
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        Int8Panels.pack(weight, Int8Kernel.maxK(site), Int8Kernel.maxN(site), panels);
        return new Panels(panels, scratch.allocate(site.workers() * Panels.WORKER));
    }

    /**
     * A unit is a block of the result, {@link #ROWS} rows by one panel of columns.
     *
     * @param work for each worker the tile of sums, then widened weights
     */
    private record Panels(MemorySegment panels, MemorySegment work) implements Prepared {
        static final int ROWS = 32;
        static final long TILE_ROW = (long) Int8Panels.WIDTH * Float.BYTES;
        static final long TILE = ROWS * TILE_ROW;
        static final long WORKER = TILE + PanelGrid.DEPTH * TILE_ROW;

        @Override
        public long units(Operands operands) {
            return (Int8Kernel.m(operands) + ROWS - 1) / ROWS * ColumnPanels.count(Int8Kernel.n(operands));
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int count = ColumnPanels.count(Int8Kernel.n(operands));
            for (long unit = from; unit < to; unit++) {
                long top = unit / count * ROWS;
                int height = (int) Math.min(ROWS, Int8Kernel.m(operands) - top);
                sum(operands, top, height, (int) (unit % count), worker * WORKER);
                int column = (int) (unit % count) * Int8Panels.WIDTH;
                Scaling.write(work, worker * WORKER, operands, top, height, column, 1);
            }
        }

        private void sum(Operands operands, long top, int height, int panel, long tile) {
            int k = Int8Kernel.k(operands);
            long aRow = (long) k * Float.BYTES;
            MemorySegment a = operands.input(0);
            for (long at = tile; at < tile + height * TILE_ROW; at += Float.BYTES) {
                work.set(ValueLayout.JAVA_FLOAT, at, 0);
            }
            if (height == 1) {
                Int8PanelProduct.oneRow(k, a, top * aRow, panels, panel * Int8Panels.stride(k), work, tile);
                return;
            }
            for (int p = 0; p < k; p += PanelGrid.DEPTH) {
                int depth = Math.min(PanelGrid.DEPTH, k - p);
                long a0 = top * aRow + (long) p * Float.BYTES;
                long b = panel * Int8Panels.stride(k) + (long) p * Int8Panels.WIDTH;
                Int8PanelProduct.widen(depth, panels, b, work, tile + TILE);
                PanelGrid.addSteps(a, a0, aRow, depth, work, tile + TILE, work, tile, TILE_ROW, height);
            }
        }
    }
}
