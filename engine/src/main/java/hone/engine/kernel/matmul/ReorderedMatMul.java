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
 * The textbook's three loops with the inner two exchanged: a row of the result is a sum of rows of B, each scaled by
 * one element of A. The innermost loop now runs along two rows in memory order and its additions do not wait for one
 * another, so the just-in-time compiler turns it into vector instructions by itself. This is plain good Java, and the
 * baseline that everything else is compared with.
 */
public final class ReorderedMatMul implements ProductKernel {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public long pairPackedBytes(MatrixProduct op, Site site) {
        return FactorRows.packedBytes(op, site);
    }

    @Override
    public long pairScratchBytes(MatrixProduct op, Site site) {
        return FactorRows.scratchBytes(op, site) + WorkerRows.bytes(site.workers(), ProductGeometry.maxN(op, site));
    }

    @Override
    public Prepared preparePair(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        FactorRows b = FactorRows.at(op, site, packed, scratch);
        int n = ProductGeometry.maxN(op, site);
        scratch.chargeArray(WorkerRows.bytes(site.workers(), n));
        return new Loops(op, b, WorkerRows.floats(site.workers(), n));
    }

    /**
     * A unit is a row of the result.
     *
     * @param sums the row each worker is adding up
     */
    private record Loops(MatrixProduct op, FactorRows b, float[][] sums) implements Prepared {
        @Override
        public long units(Operands operands) {
            return ProductGeometry.m(op, operands);
        }

        @Override
        public void begin(Operands operands) {
            b.load(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = (int) ProductGeometry.k(op, operands);
            int n = (int) ProductGeometry.n(op, operands);
            long aRow = ProductGeometry.aRowStride(op, operands);
            long aColumn = ProductGeometry.aColumnStride(op, operands);
            MemorySegment a = operands.input(0);
            float[] sum = sums[worker];
            for (long i = from; i < to; i++) {
                startRow(operands, sum, n);
                for (int p = 0; p < k; p++) {
                    addScaled(a.getAtIndex(ValueLayout.JAVA_FLOAT, i * aRow + p * aColumn), b.rows()[p], sum, n);
                }
                PlainActivations.apply(op.activation(), sum, n);
                MemorySegment.copy(sum, 0, operands.output(0), ValueLayout.JAVA_FLOAT, i * n * Float.BYTES, n);
            }
        }

        private void startRow(Operands operands, float[] sum, int n) {
            if (op.bias()) {
                MemorySegment.copy(operands.input(2), ValueLayout.JAVA_FLOAT, 0, sum, 0, n);
            } else {
                Arrays.fill(sum, 0, n, 0);
            }
        }

        /** sum[j] += factor · row[j]: the loop the compiler vectorizes. */
        private static void addScaled(float factor, float[] row, float[] sum, int n) {
            for (int j = 0; j < n; j++) {
                sum[j] += factor * row[j];
            }
        }
    }
}
