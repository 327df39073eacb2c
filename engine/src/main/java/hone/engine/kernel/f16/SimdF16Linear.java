package hone.engine.kernel.f16;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.WorkerRows;
import hone.engine.kernel.matmul.BiasTile;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.kernel.matmul.PanelGrid;
import hone.engine.kernel.matmul.WidenedLinear;
import hone.engine.kernel.matmul.WidenedPanels;
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
        return WidenedLinear.scratchBytes(site.workers()) + WorkerRows.bytes(site.workers(), Panels.SLICE);
    }

    @Override
    public Prepared prepare(F16Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        MemorySegment halves = packed.allocate(packedBytes(op, site));
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        HalfPanels.pack(weight, F16Kernel.maxK(site), F16Kernel.maxN(site), halves);
        scratch.chargeArray(WorkerRows.bytes(site.workers(), Panels.SLICE));
        float[][] slices = WorkerRows.floats(site.workers(), Panels.SLICE);
        return new WidenedLinear(new Panels(halves, slices), site.workers(), scratch);
    }

    /**
     * The weights as they are kept.
     *
     * @param halves see {@link HalfPanels}
     * @param slices for each worker a widened slice of a panel
     */
    private record Panels(MemorySegment halves, float[][] slices) implements WidenedPanels {
        /** Up to so many rows take a slice one by one, straight from the array. */
        static final int ONE_BY_ONE = 3;
        /** Steps of a slice for a few rows: the next one is being read from memory while this one is multiplied. */
        static final int SHORT_DEPTH = 64;

        static final int SLICE = PanelGrid.DEPTH * ColumnPanels.WIDTH;

        @Override
        public long m(Operands operands) {
            return F16Kernel.m(operands);
        }

        @Override
        public int n(Operands operands) {
            return F16Kernel.n(operands);
        }

        @Override
        public int k(Operands operands) {
            return F16Kernel.k(operands);
        }

        @Override
        public MemorySegment bias(Operands operands) {
            return operands.input(2);
        }

        @Override
        public boolean oneByOne(Operands operands, int height) {
            return height <= ONE_BY_ONE;
        }

        @Override
        public void addRows(
                Operands operands, long top, int height, int panel, MemorySegment work, long tile, int worker) {
            int k = F16Kernel.k(operands);
            for (int p = 0; p < k; p += SHORT_DEPTH) {
                int depth = Math.min(SHORT_DEPTH, k - p);
                HalfPanels.widen(halves, at(k, panel, p), slices[worker], depth * ColumnPanels.WIDTH);
                for (int i = 0; i < height; i++) {
                    long x = ((top + i) * k + p) * Float.BYTES;
                    WidenedProduct.oneRow(depth, operands.input(0), x, slices[worker], work, tile + i * BiasTile.ROW);
                }
            }
        }

        @Override
        public void widen(int k, int panel, int p, int depth, MemorySegment work, long slice, int worker) {
            int elements = depth * ColumnPanels.WIDTH;
            HalfPanels.widen(halves, at(k, panel, p), slices[worker], elements);
            MemorySegment.copy(slices[worker], 0, work, ValueLayout.JAVA_FLOAT, slice, elements);
        }

        /** Where step {@code p} of a panel is, in bytes. */
        private static long at(int k, int panel, int p) {
            return panel * HalfPanels.stride(k) + (long) p * ColumnPanels.WIDTH * Short.BYTES;
        }
    }
}
