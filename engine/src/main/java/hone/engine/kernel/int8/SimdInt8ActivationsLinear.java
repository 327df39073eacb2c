package hone.engine.kernel.int8;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int8Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * INT8 activations times INT8 weights with the Vector API: the activations are rounded before the units run, products
 * and sums are exact in integers ({@link PairProduct}), and both scales are multiplied in when a tile is written out.
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
        return PairPanels.bytes(Int8Kernel.maxK(site), Int8Kernel.maxN(site));
    }

    @Override
    public long scratchBytes(Int8Linear op, Site site) {
        return Footprint.block(rowBytes(site)) + Footprint.block(site.workers() * Pairs.TILE);
    }

    private static long rowBytes(Site site) {
        int n = Int8Kernel.maxN(site);
        long m = n == 0 ? 0 : site.outputs().getFirst().maxShape().elements() / n;
        return m * PairPanels.paddedK(Int8Kernel.maxK(site)) * Short.BYTES;
    }

    @Override
    public Prepared prepare(Int8Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        MemorySegment panels = packed.allocate(packedBytes(op, site));
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        PairPanels.pack(weight, Int8Kernel.maxK(site), Int8Kernel.maxN(site), panels);
        return new Pairs(panels, scratch.allocate(rowBytes(site)), scratch.allocate(site.workers() * Pairs.TILE));
    }

    /**
     * A unit is a block of the result, {@link #ROWS} rows by one panel of columns.
     *
     * @param rows the rounded activations, shorts, (m × padded k)
     * @param tiles for each worker a tile of sums
     */
    private record Pairs(MemorySegment panels, MemorySegment rows, MemorySegment tiles) implements Prepared {
        static final int ROWS = 32;
        /** Steps of the inner dimension at a time: short calls, and many, are soon compiled. */
        static final int DEPTH = 128;

        static final long TILE_ROW = (long) Int8Panels.WIDTH * Float.BYTES;
        static final long TILE = ROWS * TILE_ROW;

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
                int column = (int) (unit % count) * Int8Panels.WIDTH;
                sum(Int8Kernel.k(operands), top, height, (int) (unit % count), worker * TILE);
                Scaling.write(tiles, worker * TILE, operands, top, height, column, scale);
            }
        }

        /** Fills the tile. */
        private void sum(int k, long top, int height, int panel, long tile) {
            int padded = PairPanels.paddedK(k);
            for (long at = tile; at < tile + height * TILE_ROW; at += Integer.BYTES) {
                tiles.set(ValueLayout.JAVA_INT, at, 0);
            }
            for (int p = 0; p < padded; p += DEPTH) {
                long b = panel * PairPanels.stride(k) + (long) p * Int8Panels.WIDTH;
                addSteps(Math.min(DEPTH, padded - p), k, p, top, height, b, tile);
            }
            PairProduct.toFloats(tiles, tile, 2 * height);
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
