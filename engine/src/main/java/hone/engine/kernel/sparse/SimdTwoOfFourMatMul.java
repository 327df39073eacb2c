package hone.engine.kernel.sparse;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.kernel.matmul.BiasTile;
import hone.engine.kernel.matmul.ColumnPanels;
import hone.engine.kernel.matmul.PanelGrid;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A linear layer with 2:4 sparsity. Because every four inputs have exactly two places, nothing has to be looked up: half
 * of the weights are read, with two bits each, and a few rows are faster by nearly that much. For many rows arithmetic
 * counts, and picking an input costs as much as multiplying by it: there the weights become dense again, slice by slice
 * in the first cache, and what is gained is memory.
 */
public final class SimdTwoOfFourMatMul implements SparseKernel {
    /** Up to so many rows are computed from the weights as they are stored. */
    private static final int FEW_ROWS = 2;

    @Override
    public String id() {
        return "simd-2:4";
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
    public Optional<String> refusal(MatrixProduct op, Site site) {
        return SparseKernel.super
                .refusal(op, site)
                .or(() -> TwoOfFour.fits(SparseKernel.weight(site))
                        ? Optional.empty()
                        : Optional.of("some 4 neighbouring inputs of an output have more than 2 weights"));
    }

    /** Half of the multiply-adds for a few rows; all of them for more. */
    @Override
    public long work(MatrixProduct op, Site site) {
        int m = SparseKernel.maxM(site);
        long inputs = m <= FEW_ROWS ? 2L * TwoOfFour.quads(SparseKernel.k(site)) : SparseKernel.k(site);
        return inputs * SparseKernel.n(site) * m;
    }

    @Override
    public long packedBytes(MatrixProduct op, Site site) {
        return TwoOfFour.bytes(SparseKernel.n(site), SparseKernel.k(site));
    }

    @Override
    public long scratchBytes(MatrixProduct op, Site site) {
        int k = SparseKernel.k(site);
        return Footprint.block(FEW_ROWS * Pairs.repeatedBytes(k))
                + Footprint.block(Pairs.paddedBytes(k))
                + Footprint.block(site.workers() * Pairs.WORKER);
    }

    @Override
    public Prepared prepare(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = SparseKernel.k(site);
        TwoOfFour pairs = TwoOfFour.of(SparseKernel.weight(site), packed);
        MemorySegment repeated = scratch.allocate(FEW_ROWS * Pairs.repeatedBytes(k));
        MemorySegment padded = scratch.allocate(Pairs.paddedBytes(k));
        return new Pairs(op, pairs, repeated, padded, scratch.allocate(site.workers() * Pairs.WORKER));
    }

    /**
     * A unit is a block of the result, {@link #ROWS} rows by one panel of columns.
     *
     * @param repeated a few rows of activations, each four of them all over a vector
     * @param padded one row of activations filled up with zeros
     * @param work for each worker the tile of sums, then dense weights
     */
    private record Pairs(
            MatrixProduct op, TwoOfFour pairs, MemorySegment repeated, MemorySegment padded, MemorySegment work)
            implements Prepared {
        static final int ROWS = 32;
        static final long VECTOR = BiasTile.ROW / 2;
        static final long TILE = ROWS * BiasTile.ROW;
        static final long WORKER = TILE + PanelGrid.DEPTH * BiasTile.ROW;

        static long repeatedBytes(int k) {
            return TwoOfFour.quads(k) * VECTOR;
        }

        static long paddedBytes(int k) {
            return TwoOfFour.quads(k) * 4L * Float.BYTES;
        }

        @Override
        public long units(Operands operands) {
            long blocks = (SparseKernel.m(operands) + ROWS - 1L) / ROWS;
            return blocks * ColumnPanels.count(SparseKernel.n(operands));
        }

        @Override
        public void begin(Operands operands) {
            int k = SparseKernel.k(operands);
            int m = SparseKernel.m(operands);
            for (int row = 0; row < m && m <= FEW_ROWS; row++) {
                long bytes = (long) k * Float.BYTES;
                MemorySegment.copy(operands.input(0), row * bytes, padded, 0, bytes);
                TwoOfFourProduct.repeat(TwoOfFour.quads(k), padded, 0, repeated, row * repeatedBytes(k));
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int n = SparseKernel.n(operands);
            int m = SparseKernel.m(operands);
            int k = SparseKernel.k(operands);
            int count = ColumnPanels.count(n);
            long tile = worker * WORKER;
            for (long unit = from; unit < to; unit++) {
                long top = unit / count * ROWS;
                int panel = (int) (unit % count);
                int height = (int) Math.min(ROWS, m - top);
                if (op.bias()) {
                    BiasTile.start(operands.input(2), n, panel * ColumnPanels.WIDTH, height, work, tile);
                } else {
                    BiasTile.zero(height, work, tile);
                }
                if (m <= FEW_ROWS) {
                    addRows(k, height, panel, tile);
                } else {
                    addBlock(operands.input(0), k, top, height, panel, tile);
                }
                ActivationLoops.finish(op.activation(), work, tile, BiasTile.ROW, height, ColumnPanels.WIDTH);
                BiasTile.write(work, tile, operands, n, top, height, panel * ColumnPanels.WIDTH);
            }
        }

        private void addRows(int k, int height, int panel, long tile) {
            for (int slice = 2 * panel; slice < 2 * panel + 2; slice++) {
                long w = slice * TwoOfFour.weightStride(k);
                long q = slice * TwoOfFour.placeStride(k);
                for (int row = 0; row < height; row++) {
                    long x = row * repeatedBytes(k);
                    long y = tile + row * BiasTile.ROW + slice % 2 * VECTOR;
                    TwoOfFourProduct.oneRow(TwoOfFour.quads(k), pairs, w, q, repeated, x, work, y);
                }
            }
        }

        private void addBlock(MemorySegment a, int k, long top, int height, int panel, long tile) {
            long aRow = (long) k * Float.BYTES;
            for (int p = 0; p < k; p += PanelGrid.DEPTH) {
                int depth = Math.min(PanelGrid.DEPTH, k - p);
                for (int half = 0; half < 2; half++) {
                    long w = (2L * panel + half) * TwoOfFour.weightStride(k);
                    long q = (2L * panel + half) * TwoOfFour.placeStride(k);
                    TwoOfFourProduct.expand(p / 4, (depth + 3) / 4, pairs, w, q, work, tile + TILE + half * VECTOR);
                }
                long a0 = top * aRow + (long) p * Float.BYTES;
                PanelGrid.addSteps(a, a0, aRow, depth, work, tile + TILE, work, tile, BiasTile.ROW, height);
            }
        }
    }
}
