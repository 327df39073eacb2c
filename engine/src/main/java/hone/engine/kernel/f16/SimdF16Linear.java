package hone.engine.kernel.f16;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.WorkerRows;
import hone.engine.kernel.matmul.BiasTile;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.kernel.matmul.PanelGrid;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.F16Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Float16 weights with the Vector API. A slice of a panel, short enough for the first cache, is widened to float32 and
 * used from there: by one row at once, where the time is that of reading half the bytes, or by all rows of a block, where
 * widening hardly counts. Going through the first cache costs a store and a load for each vector, and less than
 * converting with the integer arithmetic that the Vector API has.
 */
public final class SimdF16Linear implements F16Kernel {
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
    public long packedBytes(F16Linear op, Site site) {
        return HalfPanels.bytes(F16Kernel.maxK(site), F16Kernel.maxN(site));
    }

    @Override
    public long scratchBytes(F16Linear op, Site site) {
        return Footprint.block(site.workers() * Panels.WORKER) + WorkerRows.bytes(site.workers(), Panels.WIDENED);
    }

    @Override
    public Prepared prepare(F16Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        MemorySegment panels = packed.allocate(packedBytes(op, site));
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        HalfPanels.pack(weight, F16Kernel.maxK(site), F16Kernel.maxN(site), panels);
        scratch.chargeArray(WorkerRows.bytes(site.workers(), Panels.WIDENED));
        float[][] widened = WorkerRows.floats(site.workers(), Panels.WIDENED);
        return new Panels(panels, widened, scratch.allocate(site.workers() * Panels.WORKER));
    }

    /**
     * A unit is a block of the result, {@link #ROWS} rows by one panel of columns.
     *
     * @param widened for each worker a slice of a panel
     * @param work for each worker the tile of sums, then the slice again for the kernel that takes native memory only
     */
    private record Panels(MemorySegment panels, float[][] widened, MemorySegment work) implements Prepared {
        static final int ROWS = 32;
        /** Up to so many rows take a slice one by one, straight from the array. */
        static final int FEW_ROWS = 3;
        /** Steps of a slice for a few rows: the next one is being read from memory while this one is multiplied. */
        static final int SHORT_DEPTH = 64;

        static final int WIDENED = PanelGrid.DEPTH * ColumnPanels.WIDTH;
        static final long TILE = ROWS * BiasTile.ROW;
        static final long WORKER = TILE + (long) WIDENED * Float.BYTES;

        @Override
        public long units(Operands operands) {
            return (F16Kernel.m(operands) + ROWS - 1) / ROWS * ColumnPanels.count(F16Kernel.n(operands));
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int n = F16Kernel.n(operands);
            int count = ColumnPanels.count(n);
            long tile = worker * WORKER;
            for (long unit = from; unit < to; unit++) {
                long top = unit / count * ROWS;
                int height = (int) Math.min(ROWS, F16Kernel.m(operands) - top);
                int panel = (int) (unit % count);
                BiasTile.start(operands.input(2), n, panel * ColumnPanels.WIDTH, height, work, tile);
                add(operands, top, height, panel, tile, widened[worker]);
                BiasTile.write(work, tile, operands, n, top, height, panel * ColumnPanels.WIDTH);
            }
        }

        private void add(Operands operands, long top, int height, int panel, long tile, float[] slice) {
            int k = F16Kernel.k(operands);
            long aRow = (long) k * Float.BYTES;
            MemorySegment a = operands.input(0);
            int most = height <= FEW_ROWS ? SHORT_DEPTH : PanelGrid.DEPTH;
            for (int p = 0; p < k; p += most) {
                int depth = Math.min(most, k - p);
                long a0 = top * aRow + (long) p * Float.BYTES;
                long b = panel * HalfPanels.stride(k) + (long) p * ColumnPanels.WIDTH * Short.BYTES;
                HalfPanels.widen(panels, b, slice, depth * ColumnPanels.WIDTH);
                if (height <= FEW_ROWS) {
                    for (int row = 0; row < height; row++) {
                        WidenedProduct.oneRow(depth, a, a0 + row * aRow, slice, work, tile + row * BiasTile.ROW);
                    }
                    continue;
                }
                MemorySegment.copy(slice, 0, work, ValueLayout.JAVA_FLOAT, tile + TILE, depth * ColumnPanels.WIDTH);
                PanelGrid.addSteps(a, a0, aRow, depth, work, tile + TILE, work, tile, BiasTile.ROW, height);
            }
        }
    }
}
