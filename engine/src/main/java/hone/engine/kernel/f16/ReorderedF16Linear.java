package hone.engine.kernel.f16;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.F16Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Plain loops over float16 weights, each of which becomes a float32 as it is used. {@link Float#float16ToFloat} is one
 * instruction on processors that have it, and in a loop over arrays the compiler uses it on whole vectors. What is saved
 * is memory: half of the bytes are kept and read.
 */
public final class ReorderedF16Linear implements F16Kernel {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public long packedBytes(F16Linear op, Site site) {
        return (long) F16Kernel.maxK(site) * F16Kernel.maxN(site) * Short.BYTES;
    }

    @Override
    public long scratchBytes(F16Linear op, Site site) {
        return WorkerRows.bytes(site.workers(), F16Kernel.maxN(site));
    }

    @Override
    public Prepared prepare(F16Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        packed.chargeArray(packedBytes(op, site));
        scratch.chargeArray(scratchBytes(op, site));
        int k = F16Kernel.maxK(site);
        int n = F16Kernel.maxN(site);
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        short[][] rows = new short[k][n];
        for (int j = 0; j < n; j++) {
            for (int p = 0; p < k; p++) {
                rows[p][j] = weight.getAtIndex(ValueLayout.JAVA_SHORT, (long) j * k + p);
            }
        }
        return new Loops(rows, WorkerRows.floats(site.workers(), n));
    }

    /**
     * A unit is a row of the result.
     *
     * @param rows the weight, [k][n]
     * @param sums the row each worker is adding up
     */
    private record Loops(short[][] rows, float[][] sums) implements Prepared {
        @Override
        public long units(Operands operands) {
            return F16Kernel.m(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = F16Kernel.k(operands);
            int n = F16Kernel.n(operands);
            float[] sum = sums[worker];
            for (long i = from; i < to; i++) {
                MemorySegment.copy(operands.input(2), ValueLayout.JAVA_FLOAT, 0, sum, 0, n);
                for (int p = 0; p < k; p++) {
                    addScaled(operands.input(0).getAtIndex(ValueLayout.JAVA_FLOAT, i * k + p), rows[p], sum, n);
                }
                MemorySegment.copy(sum, 0, operands.output(0), ValueLayout.JAVA_FLOAT, i * n * Float.BYTES, n);
            }
        }

        /** sum[j] += factor · row[j]: the loop the compiler vectorizes, conversion included. */
        private static void addScaled(float factor, short[] row, float[] sum, int n) {
            for (int j = 0; j < n; j++) {
                sum[j] += factor * Float.float16ToFloat(row[j]);
            }
        }
    }
}
