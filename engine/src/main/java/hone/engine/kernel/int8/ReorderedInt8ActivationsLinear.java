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
 * INT8 activations times INT8 weights in plain loops: activations are rounded, products and sums are exact in int, and
 * one multiplication by both scales turns the sum of a group back into a float.
 */
public final class ReorderedInt8ActivationsLinear implements Int8Kernel {
    @Override
    public String id() {
        return "reordered-w8a8";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public boolean quantizedActivations() {
        return true;
    }

    @Override
    public long packedBytes(Int8Linear op, Site site) {
        return Int8Rows.bytes(Int8Kernel.maxK(site), Int8Kernel.maxN(site));
    }

    @Override
    public long scratchBytes(Int8Linear op, Site site) {
        return 2 * WorkerRows.bytes(site.workers(), Int8Kernel.maxN(site));
    }

    @Override
    public Prepared prepare(Int8Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        packed.chargeArray(packedBytes(op, site));
        scratch.chargeArray(scratchBytes(op, site));
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        byte[][] rows = Int8Rows.of(weight, Int8Kernel.maxK(site), Int8Kernel.maxN(site));
        int n = Int8Kernel.maxN(site);
        return new Loops(op, rows, WorkerRows.ints(site.workers(), n), WorkerRows.floats(site.workers(), n));
    }

    /**
     * A unit is a row of the result.
     *
     * @param rows the weight, [k][n]
     * @param sums the group each worker is adding up, [n]
     * @param totals the row each worker is adding up, [n]
     */
    private record Loops(Int8Linear op, byte[][] rows, int[][] sums, float[][] totals) implements Prepared {
        @Override
        public long units(Operands operands) {
            return Int8Kernel.m(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = Int8Kernel.k(operands);
            int n = Int8Kernel.n(operands);
            float inputScale = operands.input(4).getAtIndex(ValueLayout.JAVA_FLOAT, 0);
            int[] sum = sums[worker];
            float[] total = totals[worker];
            for (long i = from; i < to; i++) {
                Arrays.fill(total, 0, n, 0);
                for (int group = 0; group < op.groups(k); group++) {
                    int first = group * Int8Kernel.groupSize(op, k);
                    int end = Math.min(k - first, Int8Kernel.groupSize(op, k)) + first;
                    Arrays.fill(sum, 0, n, 0);
                    for (int p = first; p < end; p++) {
                        float x = operands.input(0).getAtIndex(ValueLayout.JAVA_FLOAT, i * k + p);
                        addScaled(Int8Rounding.round(x, inputScale), rows[p], sum, n);
                    }
                    addGroup(operands.input(2), group, op.groups(k), inputScale, sum, total, n);
                }
                finish(operands, i, total, n);
            }
        }

        private static void addScaled(int factor, byte[] row, int[] sum, int n) {
            for (int j = 0; j < n; j++) {
                sum[j] += factor * row[j];
            }
        }

        private static void addGroup(
                MemorySegment scales, int group, int groups, float inputScale, int[] sum, float[] total, int n) {
            for (int j = 0; j < n; j++) {
                float scale = scales.getAtIndex(ValueLayout.JAVA_FLOAT, (long) j * groups + group);
                total[j] += sum[j] * (scale * inputScale);
            }
        }

        private static void finish(Operands operands, long i, float[] total, int n) {
            for (int j = 0; j < n; j++) {
                float bias = operands.input(3).getAtIndex(ValueLayout.JAVA_FLOAT, j);
                operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, i * n + j, total[j] + bias);
            }
        }
    }
}
