package hone.engine.kernel.int8;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.matmul.BiasTile;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int8Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * INT8 activations times INT8 weights with the Vector API: the activations are rounded before the units run, products
 * and sums are exact in integers ({@link PairProduct}), and both scales are multiplied in at the end of each group.
 */
public final class SimdInt8ActivationsLinear implements Int8Kernel {
    @Override
    public String id() {
        return "simd-w8a8";
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public boolean quantizedActivations() {
        return true;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public long packedBytes(Int8Linear op, Site site) {
        int k = Int8Kernel.maxK(site);
        int n = Int8Kernel.maxN(site);
        return PairPanels.bytes(k, n) + GroupScales.bytes(op.groups(k), n);
    }

    @Override
    public long scratchBytes(Int8Linear op, Site site) {
        return Footprint.block(rowBytes(site)) + Footprint.block(site.workers() * Pairs.WORKER);
    }

    private static long rowBytes(Site site) {
        int n = Int8Kernel.maxN(site);
        long m = n == 0 ? 0 : site.outputs().getFirst().maxShape().elements() / n;
        return m * PairPanels.paddedK(Int8Kernel.maxK(site)) * Short.BYTES;
    }

    @Override
    public Prepared prepare(Int8Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = Int8Kernel.maxK(site);
        int n = Int8Kernel.maxN(site);
        MemorySegment panels = packed.allocate(PairPanels.bytes(k, n));
        PairPanels.pack(site.constant(1).orElseThrow().segment(), k, n, panels);
        MemorySegment scales = packed.allocate(GroupScales.bytes(op.groups(k), n));
        GroupScales.pack(site.constant(2).orElseThrow().segment(), op.groups(k), n, scales);
        MemorySegment rows = scratch.allocate(rowBytes(site));
        return new Pairs(op, panels, scales, rows, scratch.allocate(site.workers() * Pairs.WORKER));
    }

    /**
     * A unit is a block of the result, {@link #ROWS} rows by one panel of columns.
     *
     * @param rows the rounded activations, shorts, (m × padded k)
     * @param tiles for each worker a tile of totals, then one of the sums of a group
     */
    private record Pairs(
            Int8Linear op, MemorySegment panels, MemorySegment scales, MemorySegment rows, MemorySegment tiles)
            implements Prepared {
        static final int ROWS = 32;
        /** Steps of the inner dimension at a time: short calls, and many, are soon compiled. */
        static final int DEPTH = 128;

        static final long TILE_ROW = (long) Int8Panels.WIDTH * Float.BYTES;
        static final long TILE = ROWS * TILE_ROW;
        static final long WORKER = 2 * TILE;

        @Override
        public long units(Operands operands) {
            return (Int8Kernel.m(operands) + ROWS - 1) / ROWS * ColumnPanels.count(Int8Kernel.n(operands));
        }

        @Override
        public void begin(Operands operands) {
            int k = Int8Kernel.k(operands);
            float scale = operands.input(4).getAtIndex(ValueLayout.JAVA_FLOAT, 0);
            for (long i = 0; i < Int8Kernel.m(operands); i++) {
                Int8Rounding.Vectors.row(operands.input(0), i * k * Float.BYTES, k, scale, rows, i * rowBytes(k));
            }
        }

        private static long rowBytes(int k) {
            return (long) PairPanels.paddedK(k) * Short.BYTES;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int count = ColumnPanels.count(Int8Kernel.n(operands));
            float scale = operands.input(4).getAtIndex(ValueLayout.JAVA_FLOAT, 0);
            for (long unit = from; unit < to; unit++) {
                long top = unit / count * ROWS;
                int height = (int) Math.min(ROWS, Int8Kernel.m(operands) - top);
                int panel = (int) (unit % count);
                BiasTile.zero(height, tiles, worker * WORKER);
                sum(Int8Kernel.k(operands), scale, top, height, panel, worker * WORKER);
                Scaling.write(tiles, worker * WORKER, operands, top, height, panel * Int8Panels.WIDTH);
            }
        }

        /** Adds the totals of a block. */
        private void sum(int k, float inputScale, long top, int height, int panel, long totals) {
            int padded = PairPanels.paddedK(k);
            int groupSize = Int8Kernel.groupSize(op, padded);
            long sums = totals + TILE;
            long scale = panel * GroupScales.stride(op.groups(k));
            for (int first = 0; first < padded; first += groupSize) {
                int end = Math.min(padded - first, groupSize) + first;
                BiasTile.zero(height, tiles, sums);
                for (int p = first; p < end; p += DEPTH) {
                    long b = panel * PairPanels.stride(k) + (long) p * Int8Panels.WIDTH;
                    addSteps(Math.min(DEPTH, end - p), k, p, top, height, b, sums);
                }
                Scaling.add(tiles, sums, scales, scale, inputScale, tiles, totals, height);
                scale += TILE_ROW;
            }
        }

        private void addSteps(int depth, int k, int p, long top, int height, long b, long tile) {
            long last = top + height - 1;
            for (long i = top; i <= last; i += 2) {
                long t = tile + (i - top) * TILE_ROW;
                long x0 = i * rowBytes(k) + (long) p * Short.BYTES;
                if (i == last) {
                    PairProduct.oneRow(depth, rows, x0, panels, b, tiles, t);
                } else {
                    PairProduct.twoRows(depth, rows, x0, x0 + rowBytes(k), panels, b, tiles, t);
                }
            }
        }
    }
}
