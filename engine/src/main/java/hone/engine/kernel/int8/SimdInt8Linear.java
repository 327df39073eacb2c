package hone.engine.kernel.int8;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.matmul.BiasTile;
import hone.engine.kernel.matmul.RowStreams;
import hone.engine.kernel.matmul.WidenedLinear;
import hone.engine.kernel.matmul.WidenedPanels;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int8Linear;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * INT8 weights with the Vector API. One row of activations is limited by how fast weights arrive: they are widened in
 * registers, and a quarter of the bytes means up to four times the speed. Many rows are limited by arithmetic: there a
 * slice of the panel is widened and scaled once and serves the whole block ({@link WidenedLinear}), and INT8 is nearly as
 * fast as float32, in a quarter of the memory.
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
        return WidenedLinear.scratchBytes(site.workers());
    }

    @Override
    public Prepared prepare(Int8Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = Int8Kernel.maxK(site);
        int n = Int8Kernel.maxN(site);
        MemorySegment bytes = packed.allocate(Int8Panels.bytes(k, n));
        Int8Panels.pack(site.constant(1).orElseThrow().segment(), k, n, bytes);
        MemorySegment scales = packed.allocate(GroupScales.bytes(op.groups(k), n));
        GroupScales.pack(site.constant(2).orElseThrow().segment(), op.groups(k), n, scales);
        return new WidenedLinear(new Panels(op, bytes, scales), site.workers(), scratch);
    }

    /**
     * The weights as they are kept.
     *
     * @param bytes see {@link Int8Panels}
     * @param scales see {@link GroupScales}
     */
    private record Panels(Int8Linear op, MemorySegment bytes, MemorySegment scales) implements WidenedPanels {
        static final int ONE_BY_ONE = 3;

        @Override
        public long m(Operands operands) {
            return Int8Kernel.m(operands);
        }

        @Override
        public int n(Operands operands) {
            return Int8Kernel.n(operands);
        }

        @Override
        public int k(Operands operands) {
            return Int8Kernel.k(operands);
        }

        @Override
        public MemorySegment bias(Operands operands) {
            return operands.input(3);
        }

        @Override
        public boolean few(Operands operands) {
            return Int8Kernel.m(operands) == 1;
        }

        @Override
        public int streams() {
            return RowStreams.PANELS;
        }

        @Override
        public void stream(Operands operands, int panel, int count, MemorySegment work, long tile) {
            int k = Int8Kernel.k(operands);
            int n = Int8Kernel.n(operands);
            int group = Int8Kernel.groupSize(op, k);
            long stride = Int8Panels.stride(k);
            long scaleStride = GroupScales.stride(op.groups(k));
            MemorySegment x = operands.input(0);
            RowStreams.start(operands.input(3), n, panel, count, work, tile);
            long b = panel * stride;
            long s = panel * scaleStride;
            if (count == RowStreams.PANELS) {
                Int8RowStreams.fourPanels(k, group, x, bytes, b, stride, scales, s, scaleStride, work, tile);
            } else {
                for (int i = 0; i < count; i++) {
                    long c = tile + i * BiasTile.ROW;
                    Int8PanelProduct.oneRow(
                            k, group, x, 0, bytes, b + i * stride, scales, s + i * scaleStride, work, c);
                }
            }
            RowStreams.write(work, tile, operands, n, panel, count);
        }

        @Override
        public boolean oneByOne(Operands operands, int height) {
            return height <= ONE_BY_ONE;
        }

        @Override
        public void addRows(
                Operands operands, long top, int height, int panel, MemorySegment work, long tile, int worker) {
            int k = Int8Kernel.k(operands);
            int groupSize = Int8Kernel.groupSize(op, k);
            MemorySegment a = operands.input(0);
            long aRow = (long) k * Float.BYTES;
            long b = panel * Int8Panels.stride(k);
            long s = panel * GroupScales.stride(op.groups(k));
            for (int i = 0; i < height; i++) {
                long c = tile + i * BiasTile.ROW;
                Int8PanelProduct.oneRow(k, groupSize, a, (top + i) * aRow, bytes, b, scales, s, work, c);
            }
        }

        @Override
        public void widen(int k, int panel, int p, int depth, MemorySegment work, long slice, int worker) {
            long b = panel * Int8Panels.stride(k);
            long s = panel * GroupScales.stride(op.groups(k));
            Int8PanelProduct.widen(p, depth, Int8Kernel.groupSize(op, k), bytes, b, scales, s, work, slice);
        }
    }
}
