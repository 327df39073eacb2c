package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.kernel.activation.PlainActivations;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The reordered loops cut into tiles. A row of the result needs all of B, and when B is larger than the cache, every row
 * fetches it anew; so a tile of B, small enough for the second cache, is used for a whole block of rows before the next
 * one is fetched. And four rows of B are added in one pass, so that the running sums are loaded and stored a quarter as
 * often (Lam, Rothberg, Wolf: The Cache Performance and Optimizations of Blocked Algorithms, ASPLOS 1991).
 */
public final class TiledMatMul implements ProductKernel {
    /** Rows of the result that share a tile. */
    private static final int ROWS = 32;

    /** Rows of B in a tile. */
    private static final int DEPTH = 32;

    /** Columns of B in a tile; with {@link #DEPTH} rows it takes 128 KB. Shorter rows lose more at their ends. */
    private static final int WIDTH = 1024;

    @Override
    public String id() {
        return "tiled";
    }

    @Override
    public Rung rung() {
        return Rung.TILED;
    }

    @Override
    public long pairPackedBytes(MatrixProduct op, Site site) {
        return FactorRows.packedBytes(op, site);
    }

    @Override
    public long pairScratchBytes(MatrixProduct op, Site site) {
        return FactorRows.scratchBytes(op, site) + sumBytes(op, site);
    }

    private static long sumBytes(MatrixProduct op, Site site) {
        return WorkerRows.bytes(site.workers() * ROWS, ProductGeometry.maxN(op, site));
    }

    @Override
    public Prepared preparePair(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        FactorRows b = FactorRows.at(op, site, packed, scratch);
        scratch.chargeArray(sumBytes(op, site));
        float[][][] sums = new float[site.workers()][][];
        Arrays.setAll(sums, _ -> WorkerRows.floats(ROWS, ProductGeometry.maxN(op, site)));
        return new Tiles(op, b, sums);
    }

    /**
     * A unit is a block of {@link #ROWS} rows of the result.
     *
     * @param sums the rows each worker is adding up
     */
    private record Tiles(MatrixProduct op, FactorRows b, float[][][] sums) implements Prepared {
        @Override
        public long units(Operands operands) {
            return (ProductGeometry.m(op, operands) + ROWS - 1) / ROWS;
        }

        @Override
        public void begin(Operands operands) {
            b.load(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = (int) ProductGeometry.k(op, operands);
            int n = (int) ProductGeometry.n(op, operands);
            for (long unit = from; unit < to; unit++) {
                long top = unit * ROWS;
                int height = (int) Math.min(ROWS, ProductGeometry.m(op, operands) - top);
                start(operands, sums[worker], height, n);
                for (int p = 0; p < k; p += DEPTH) {
                    for (int j = 0; j < n; j += WIDTH) {
                        tile(operands, top, height, p, Math.min(k, p + DEPTH), j, Math.min(n, j + WIDTH), sums[worker]);
                    }
                }
                for (int row = 0; row < height; row++) {
                    PlainActivations.apply(op.activation(), sums[worker][row], n);
                    long to0 = (top + row) * n * Float.BYTES;
                    MemorySegment.copy(sums[worker][row], 0, operands.output(0), ValueLayout.JAVA_FLOAT, to0, n);
                }
            }
        }

        private void start(Operands operands, float[][] sum, int height, int n) {
            for (int row = 0; row < height; row++) {
                if (op.bias()) {
                    MemorySegment.copy(operands.input(2), ValueLayout.JAVA_FLOAT, 0, sum[row], 0, n);
                } else {
                    Arrays.fill(sum[row], 0, n, 0);
                }
            }
        }

        /** Adds rows p0 to p1 - 1 and columns j0 to j1 - 1 of B, for every row of the block. */
        private void tile(Operands operands, long top, int height, int p0, int p1, int j0, int j1, float[][] sum) {
            MemorySegment a = operands.input(0);
            long aRow = ProductGeometry.aRowStride(op, operands);
            long aColumn = ProductGeometry.aColumnStride(op, operands);
            float[][] rows = b.rows();
            for (int row = 0; row < height; row++) {
                long at = (top + row) * aRow;
                int p = p0;
                for (; p < p1 - 3; p += 4) {
                    addFour(
                            a.getAtIndex(ValueLayout.JAVA_FLOAT, at + p * aColumn),
                            a.getAtIndex(ValueLayout.JAVA_FLOAT, at + (p + 1) * aColumn),
                            a.getAtIndex(ValueLayout.JAVA_FLOAT, at + (p + 2) * aColumn),
                            a.getAtIndex(ValueLayout.JAVA_FLOAT, at + (p + 3) * aColumn),
                            rows[p],
                            rows[p + 1],
                            rows[p + 2],
                            rows[p + 3],
                            sum[row],
                            j0,
                            j1);
                }
                for (; p < p1; p++) {
                    addOne(a.getAtIndex(ValueLayout.JAVA_FLOAT, at + p * aColumn), rows[p], sum[row], j0, j1);
                }
            }
        }

        private static void addFour(
                float a0,
                float a1,
                float a2,
                float a3,
                float[] b0,
                float[] b1,
                float[] b2,
                float[] b3,
                float[] sum,
                int from,
                int to) {
            for (int j = from; j < to; j++) {
                sum[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
            }
        }

        private static void addOne(float a, float[] b, float[] sum, int from, int to) {
            for (int j = from; j < to; j++) {
                sum[j] += a * b[j];
            }
        }
    }
}
