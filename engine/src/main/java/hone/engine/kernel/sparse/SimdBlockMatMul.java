package hone.engine.kernel.sparse;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A linear layer pruned in blocks of four outputs by one input. A sparse kernel is slow where every weight needs an input
 * of its own; here four weights share one, so that nearly all loads and all multiplications are as in a dense kernel, and
 * what is skipped is gained almost in full. Many rows of activations are transposed first, to have them in lanes.
 */
public final class SimdBlockMatMul implements SparseKernel {
    @Override
    public String id() {
        return "simd-4x1";
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
        return SparseKernel.super.refusal(op, site).or(() -> {
            long all = OutputBlocks.groups(SparseKernel.n(site)) * (long) SparseKernel.k(site);
            return OutputBlocks.count(SparseKernel.weight(site)) == all
                    ? Optional.of("no block of 4 outputs by 1 input is all zeros")
                    : Optional.empty();
        });
    }

    /** The zeros in blocks that are kept are multiplied too, so they count. */
    @Override
    public long work(MatrixProduct op, Site site) {
        return OutputBlocks.count(SparseKernel.weight(site)) * OutputBlocks.HEIGHT * SparseKernel.maxM(site);
    }

    @Override
    public long packedBytes(MatrixProduct op, Site site) {
        return OutputBlocks.bytes(SparseKernel.weight(site));
    }

    @Override
    public long scratchBytes(MatrixProduct op, Site site) {
        return Footprint.block(columnBytes(site)) + Footprint.block(site.workers() * Blocks.TILE);
    }

    private static long columnBytes(Site site) {
        int m = SparseKernel.maxM(site);
        return m <= Blocks.FEW_ROWS ? 0 : Blocks.tiles(m) * Blocks.stride(SparseKernel.k(site));
    }

    @Override
    public Prepared prepare(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        OutputBlocks blocks = OutputBlocks.of(SparseKernel.weight(site), packed);
        MemorySegment columns = scratch.allocate(columnBytes(site));
        return new Blocks(op, blocks, columns, scratch.allocate(site.workers() * Blocks.TILE));
    }

    /**
     * A unit is {@link #OUTPUTS} outputs, of all rows where they are few, else of {@link BlockProduct#ROWS} of them.
     *
     * @param columns the activations transposed, {@code [tiles][k][ROWS]}
     * @param work for each worker a tile of results, {@code [OUTPUTS][ROWS]}
     */
    private record Blocks(MatrixProduct op, OutputBlocks blocks, MemorySegment columns, MemorySegment work)
            implements Prepared {
        /** Up to so many rows are computed one by one. */
        static final int FEW_ROWS = 4;

        static final int OUTPUTS = 32;
        static final long ROW = (long) BlockProduct.ROWS * Float.BYTES;
        static final long TILE = OUTPUTS * ROW;

        static int tiles(int m) {
            return (m + BlockProduct.ROWS - 1) / BlockProduct.ROWS;
        }

        static int chunks(int n) {
            return (n + OUTPUTS - 1) / OUTPUTS;
        }

        static long stride(int k) {
            return k * ROW;
        }

        @Override
        public long units(Operands operands) {
            int m = SparseKernel.m(operands);
            int chunks = chunks(SparseKernel.n(operands));
            return m == 0 ? 0 : (long) chunks * (m <= FEW_ROWS ? 1 : tiles(m));
        }

        @Override
        public void begin(Operands operands) {
            int m = SparseKernel.m(operands);
            int k = SparseKernel.k(operands);
            for (int tile = 0; m > FEW_ROWS && tile < tiles(m); tile++) {
                int top = tile * BlockProduct.ROWS;
                Columns.fill(
                        operands.input(0), top, Math.min(BlockProduct.ROWS, m - top), k, columns, tile * stride(k));
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int n = SparseKernel.n(operands);
            int m = SparseKernel.m(operands);
            int k = SparseKernel.k(operands);
            int chunks = chunks(n);
            for (long unit = from; unit < to; unit++) {
                int first = (int) (unit % chunks) * OUTPUTS;
                int width = Math.min(OUTPUTS, n - first);
                if (m <= FEW_ROWS) {
                    fewRows(operands, first, width, m, k, worker * TILE);
                } else {
                    int tile = (int) (unit / chunks);
                    manyRows(operands, first, width, tile, k, worker * TILE);
                }
            }
        }

        private void fewRows(Operands operands, int first, int width, int m, int k, long tile) {
            for (int row = 0; row < m; row++) {
                for (int j = 0; j < width; j++) {
                    work.set(ValueLayout.JAVA_FLOAT, tile + (long) j * Float.BYTES, bias(operands, first + j));
                }
                for (int j = 0; j < width; j += OutputBlocks.HEIGHT) {
                    int group = (first + j) / OutputBlocks.HEIGHT;
                    long x0 = (long) row * k * Float.BYTES;
                    long y0 = tile + (long) j * Float.BYTES;
                    int start = blocks.start(group, 0, k);
                    int end = blocks.start(group, OutputBlocks.slices(k), k);
                    BlockProduct.oneRow(blocks, start, end, operands.input(0), x0, work, y0);
                }
                ActivationLoops.finish(op.activation(), work, tile, 0, 1, width);
                long to = ((long) row * SparseKernel.n(operands) + first) * Float.BYTES;
                MemorySegment.copy(work, tile, operands.output(0), to, (long) width * Float.BYTES);
            }
        }

        private void manyRows(Operands operands, int first, int width, int tile, int k, long results) {
            for (int j = 0; j < width; j++) {
                Columns.fillRow(work, results + j * ROW, bias(operands, first + j));
            }
            for (int slice = 0; slice < OutputBlocks.slices(k); slice++) {
                for (int j = 0; j < width; j += OutputBlocks.HEIGHT) {
                    int group = (first + j) / OutputBlocks.HEIGHT;
                    int start = blocks.start(group, slice, k);
                    int end = blocks.start(group, slice + 1, k);
                    BlockProduct.manyRows(blocks, start, end, columns, tile * stride(k), work, results + j * ROW);
                }
            }
            ActivationLoops.finish(op.activation(), work, results, ROW, width, BlockProduct.ROWS);
            int top = tile * BlockProduct.ROWS;
            int height = Math.min(BlockProduct.ROWS, SparseKernel.m(operands) - top);
            Columns.write(work, results, width, height, operands.output(0), top, SparseKernel.n(operands), first);
        }

        private float bias(Operands operands, int output) {
            return op.bias() ? operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, output) : 0;
        }
    }
}
