package hone.engine.kernel.int8;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int8Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Plain loops over INT8 weights: each weight becomes a float as it is used, and the scale of its column, the same for
 * all of the sum, is multiplied in once at the end. What is saved is memory: a quarter of the bytes are kept and read.
 */
public final class ReorderedInt8Linear implements Int8Kernel {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public boolean quantizedActivations() {
        return false;
    }

    @Override
    public long packedBytes(Int8Linear op, Site site) {
        return Int8Rows.bytes(Int8Kernel.maxK(site), Int8Kernel.maxN(site));
    }

    @Override
    public long scratchBytes(Int8Linear op, Site site) {
        return WorkerRows.bytes(site.workers(), Int8Kernel.maxN(site));
    }

    @Override
    public Prepared prepare(Int8Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        packed.chargeArray(packedBytes(op, site));
        scratch.chargeArray(scratchBytes(op, site));
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        byte[][] rows = Int8Rows.of(weight, Int8Kernel.maxK(site), Int8Kernel.maxN(site));
        return new Loops(rows, WorkerRows.floats(site.workers(), Int8Kernel.maxN(site)));
    }

    /**
     * A unit is a row of the result.
     *
     * @param rows the weight, [k][n]
     * @param sums the row each worker is adding up
     */
    private record Loops(byte[][] rows, float[][] sums) implements Prepared {
        @Override
        public long units(Operands operands) {
            return Int8Kernel.m(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = Int8Kernel.k(operands);
            int n = Int8Kernel.n(operands);
            float[] sum = sums[worker];
            for (long i = from; i < to; i++) {
                Arrays.fill(sum, 0, n, 0);
                for (int p = 0; p < k; p++) {
                    addScaled(operands.input(0).getAtIndex(ValueLayout.JAVA_FLOAT, i * k + p), rows[p], sum, n);
                }
                finish(operands, i, sum, n);
            }
        }

        /** sum[j] += factor · row[j]: the loop the compiler vectorizes, conversion included. */
        private static void addScaled(float factor, byte[] row, float[] sum, int n) {
            for (int j = 0; j < n; j++) {
                sum[j] += factor * row[j];
            }
        }

        private static void finish(Operands operands, long i, float[] sum, int n) {
            for (int j = 0; j < n; j++) {
                float scale = operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, j);
                float bias = operands.input(3).getAtIndex(ValueLayout.JAVA_FLOAT, j);
                operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, i * n + j, sum[j] * scale + bias);
            }
        }
    }
}
