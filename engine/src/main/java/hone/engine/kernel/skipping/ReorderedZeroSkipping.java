package hone.engine.kernel.skipping;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.kernel.activation.PlainActivations;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.ZeroSkippingLinear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Plain loops with one question in them: is this input zero? The weights are turned around beforehand, so that those of
 * one input lie side by side, and a zero saves a whole row of them.
 */
public final class ReorderedZeroSkipping implements SkippingKernel {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public long packedBytes(ZeroSkippingLinear op, Site site) {
        return Footprint.floats((long) SkippingKernel.maxK(site) * SkippingKernel.maxN(site));
    }

    @Override
    public long scratchBytes(ZeroSkippingLinear op, Site site) {
        return WorkerRows.bytes(site.workers(), SkippingKernel.maxN(site));
    }

    @Override
    public Prepared prepare(ZeroSkippingLinear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        packed.chargeArray(packedBytes(op, site));
        scratch.chargeArray(scratchBytes(op, site));
        int k = SkippingKernel.maxK(site);
        int n = SkippingKernel.maxN(site);
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        float[][] rows = new float[k][n];
        for (int j = 0; j < n; j++) {
            for (int p = 0; p < k; p++) {
                rows[p][j] = weight.getAtIndex(ValueLayout.JAVA_FLOAT, (long) j * k + p);
            }
        }
        return new Loops(op, SkippingKernel.maySkip(site), rows, WorkerRows.floats(site.workers(), n));
    }

    /**
     * A unit is a row of the result.
     *
     * @param rows the weight, [k][n]
     * @param sums the row each worker is adding up
     */
    private record Loops(ZeroSkippingLinear op, boolean skips, float[][] rows, float[][] sums) implements Prepared {
        @Override
        public long units(Operands operands) {
            return SkippingKernel.m(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = SkippingKernel.k(operands);
            int n = SkippingKernel.n(operands);
            float[] sum = sums[worker];
            for (long i = from; i < to; i++) {
                if (op.bias()) {
                    MemorySegment.copy(operands.input(2), ValueLayout.JAVA_FLOAT, 0, sum, 0, n);
                } else {
                    Arrays.fill(sum, 0, n, 0);
                }
                for (int p = 0; p < k; p++) {
                    float x = operands.input(0).getAtIndex(ValueLayout.JAVA_FLOAT, i * k + p);
                    if (x != 0 || !skips) {
                        addScaled(x, rows[p], sum, n);
                    }
                }
                PlainActivations.apply(op.activation(), sum, n);
                MemorySegment.copy(sum, 0, operands.output(0), ValueLayout.JAVA_FLOAT, i * n * Float.BYTES, n);
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
