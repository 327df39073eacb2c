package hone.engine.kernel.sparse;

import hone.engine.kernel.Footprint;
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
 * A pruned linear layer in plain Java: only the weights that are left are multiplied. For one row of activations each
 * output is a dot product that hops through the inputs, which no compiler vectorizes. For many rows the activations are
 * transposed first; then a weight scales a whole column of them in memory order, and the inner loop is again the one
 * that the compiler does vectorize.
 */
public final class CsrMatMul implements SparseKernel {
    /** From this many rows on, transposing pays. */
    private static final int MANY_ROWS = 8;

    @Override
    public String id() {
        return "csr";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public long work(MatrixProduct op, Site site) {
        return SparseKernel.nonZeros(SparseKernel.weight(site)) * SparseKernel.maxM(site);
    }

    @Override
    public long packedBytes(MatrixProduct op, Site site) {
        return CompressedRows.bytes(SparseKernel.weight(site));
    }

    @Override
    public long scratchBytes(MatrixProduct op, Site site) {
        int m = SparseKernel.maxM(site);
        long k = SparseKernel.weight(site).shape().size(1);
        return Footprint.floats(k * (m + Math.min(m, MANY_ROWS - 1))) + WorkerRows.bytes(site.workers(), m);
    }

    @Override
    public Prepared prepare(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        scratch.chargeArray(scratchBytes(op, site));
        int k = (int) SparseKernel.weight(site).shape().size(1);
        int m = SparseKernel.maxM(site);
        CompressedRows weight = CompressedRows.of(SparseKernel.weight(site), packed);
        float[][] rows = new float[Math.min(m, MANY_ROWS - 1)][k];
        return new Loops(op, weight, rows, new float[k][m], WorkerRows.floats(site.workers(), m));
    }

    /**
     * A unit is {@link #OUTPUTS} columns of the result.
     *
     * @param rows the activations, where they are few, [m][k]
     * @param columns their columns, where they are many, [k][m]
     * @param sums for each worker the column it is adding up, [m]
     */
    private record Loops(MatrixProduct op, CompressedRows weight, float[][] rows, float[][] columns, float[][] sums)
            implements Prepared {
        private static final int OUTPUTS = 8;

        @Override
        public long units(Operands operands) {
            return SparseKernel.m(operands) == 0 ? 0 : (SparseKernel.n(operands) + OUTPUTS - 1) / OUTPUTS;
        }

        @Override
        public void begin(Operands operands) {
            int k = SparseKernel.k(operands);
            int m = SparseKernel.m(operands);
            MemorySegment x = operands.input(0);
            for (int i = 0; i < m && m < MANY_ROWS; i++) {
                MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, (long) i * k * Float.BYTES, rows[i], 0, k);
            }
            for (int p = 0; p < k && m >= MANY_ROWS; p++) {
                for (int i = 0; i < m; i++) {
                    columns[p][i] = x.getAtIndex(ValueLayout.JAVA_FLOAT, (long) i * k + p);
                }
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int n = SparseKernel.n(operands);
            int m = SparseKernel.m(operands);
            MemorySegment y = operands.output(0);
            for (int j = (int) from * OUTPUTS; j < Math.min(n, to * OUTPUTS); j++) {
                float bias = op.bias() ? operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, j) : 0;
                if (m >= MANY_ROWS) {
                    column(j, m, bias, sums[worker]);
                }
                for (int i = 0; i < m; i++) {
                    float sum = m >= MANY_ROWS ? sums[worker][i] : bias + dot(j, rows[i]);
                    float result = PlainActivations.of(op.activation(), sum);
                    y.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * n + j, result);
                }
            }
        }

        /** Output j of all rows: columns of activations, scaled and added. */
        private void column(int j, int m, float bias, float[] sum) {
            Arrays.fill(sum, 0, m, bias);
            for (int e = weight.starts()[j]; e < weight.starts()[j + 1]; e++) {
                addScaled(weight.values()[e], columns[weight.columns()[e]], sum, m);
            }
        }

        private static void addScaled(float factor, float[] column, float[] sum, int m) {
            for (int i = 0; i < m; i++) {
                sum[i] += factor * column[i];
            }
        }

        /** Output j of one row x: four sums, so that additions do not wait for one another. */
        private float dot(int j, float[] x) {
            float[] values = weight.values();
            int[] places = weight.columns();
            int end = weight.starts()[j + 1];
            int e = weight.starts()[j];
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            for (; e < end - 3; e += 4) {
                sum0 += values[e] * x[places[e]];
                sum1 += values[e + 1] * x[places[e + 1]];
                sum2 += values[e + 2] * x[places[e + 2]];
                sum3 += values[e + 3] * x[places[e + 3]];
            }
            for (; e < end; e++) {
                sum0 += values[e] * x[places[e]];
            }
            return sum0 + sum1 + (sum2 + sum3);
        }
    }
}
