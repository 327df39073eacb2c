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
import hone.engine.kernel.matmul.RowStreams;
import hone.engine.kernel.matmul.WidenedLinear;
import hone.engine.kernel.matmul.WidenedPanels;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int4Linear;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * INT4 weights with the Vector API. A few rows of activations read an eighth of the bytes of float32, and take the
 * numbers apart in registers; for more rows a slice of the panel is widened and scaled once and serves the whole block
 * ({@link WidenedLinear}), at nearly the speed of float32 and with an eighth of its memory.
 */
public final class SimdInt4Linear implements Int4Kernel {
    /** Up to so many rows are computed one by one: widening a panel for them would take longer. */
    private static final int FEW_ROWS = 4;

    /**
     * Where rows are few, the zero point comes off the sums at the end. Activations beyond this bound could so exceed a
     * float where the true result does not, or become infinity minus infinity; they take the way of many rows.
     */
    private static final float LARGEST = 1e28F;

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
                + WidenedLinear.scratchBytes(site.workers());
    }

    /** Bytes of a row of activations filled up, and what the zero point amounts to in each group. */
    private static long rowBytes(Int4Linear op, int k) {
        return (long) (NibblePanels.paddedK(k) + op.groups(k)) * Float.BYTES;
    }

    @Override
    public Prepared prepare(Int4Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = Int4Kernel.maxK(site);
        int n = Int4Kernel.maxN(site);
        MemorySegment nibbles = packed.allocate(NibblePanels.bytes(k, n));
        NibblePanels.pack(site.constant(1).orElseThrow().segment(), k, n, nibbles);
        MemorySegment scales = packed.allocate(GroupScales.bytes(op.groups(k), n));
        GroupScales.pack(site.constant(2).orElseThrow().segment(), op.groups(k), n, scales);
        MemorySegment rows = scratch.allocate(rowBytes(op, k) * FEW_ROWS);
        return new WidenedLinear(new Panels(op, nibbles, scales, rows), site.workers(), scratch);
    }

    /** The weights as {@link NibblePanels} and {@link GroupScales} keep them, and the activations where they are few. */
    private static final class Panels implements WidenedPanels {
        private final Int4Linear op;
        private final MemorySegment nibbles;
        private final MemorySegment scales;
        private final MemorySegment rows;
        private boolean few;

        Panels(Int4Linear op, MemorySegment nibbles, MemorySegment scales, MemorySegment rows) {
            this.op = op;
            this.nibbles = nibbles;
            this.scales = scales;
            this.rows = rows;
        }

        @Override
        public long m(Operands operands) {
            return Int4Kernel.m(operands);
        }

        @Override
        public int n(Operands operands) {
            return Int4Kernel.n(operands);
        }

        @Override
        public int k(Operands operands) {
            return Int4Kernel.k(operands);
        }

        @Override
        public MemorySegment bias(Operands operands) {
            return operands.input(3);
        }

        @Override
        public void begin(Operands operands) {
            int k = Int4Kernel.k(operands);
            int m = (int) Math.min(Int4Kernel.m(operands), FEW_ROWS + 1);
            few = m <= FEW_ROWS;
            for (int row = 0; few && row < m; row++) {
                long from = (long) row * k * Float.BYTES;
                long to = row * rowBytes(op, k);
                few = NibbleRow.prepare(operands.input(0), from, k, op.groupSize(), rows, to, offsets(to, k))
                        <= LARGEST;
            }
        }

        private static long offsets(long row, int k) {
            return row + (long) NibblePanels.paddedK(k) * Float.BYTES;
        }

        @Override
        public boolean few(Operands operands) {
            return few;
        }

        @Override
        public int streams() {
            return RowStreams.PANELS;
        }

        @Override
        public void stream(Operands operands, int panel, int count, MemorySegment work, long tile) {
            int n = Int4Kernel.n(operands);
            for (int row = 0; row < Int4Kernel.m(operands); row++) {
                for (int i = 0; i < count; i++) {
                    int left = (panel + i) * ColumnPanels.WIDTH;
                    BiasTile.start(operands.input(3), n, left, 1, work, tile + i * BiasTile.ROW);
                }
                addRow(Int4Kernel.k(operands), row, panel, count, work, tile);
                for (int i = 0; i < count; i++) {
                    int left = (panel + i) * ColumnPanels.WIDTH;
                    BiasTile.write(work, tile + i * BiasTile.ROW, operands, n, row, 1, left);
                }
            }
        }

        private void addRow(int k, int row, int panel, int count, MemorySegment work, long tile) {
            int padded = NibblePanels.paddedK(k);
            int group = op.groupSize();
            long x = row * rowBytes(op, k);
            long o = offsets(x, k);
            long stride = NibblePanels.stride(k);
            long scaleStride = GroupScales.stride(op.groups(k));
            long b = panel * stride;
            long s = panel * scaleStride;
            if (count == RowStreams.PANELS) {
                NibbleRowStreams.fourPanels(
                        padded, group, rows, x, o, nibbles, b, stride, scales, s, scaleStride, work, tile);
            } else {
                for (int i = 0; i < count; i++) {
                    long at = b + i * stride;
                    long scale = s + i * scaleStride;
                    NibblePanelProduct.oneRow(
                            padded, group, rows, x, o, nibbles, at, scales, scale, work, tile + i * BiasTile.ROW);
                }
            }
        }

        @Override
        public void widen(int k, int panel, int p, int depth, MemorySegment work, long slice, int worker) {
            long b = panel * NibblePanels.stride(k);
            long s = panel * GroupScales.stride(op.groups(k));
            NibblePanelProduct.widen(p, depth, op.groupSize(), nibbles, b, scales, s, work, slice);
        }
    }
}
