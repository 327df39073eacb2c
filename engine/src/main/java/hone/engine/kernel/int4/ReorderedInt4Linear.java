package hone.engine.kernel.int4;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int4Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Plain loops over INT4 weights: an int holds eight neighbouring inputs of an output, which two shifts each take apart as
 * they are used, and the scale of a group is multiplied in once at its end. An eighth of the bytes of float32 is kept and
 * read; the shifts are what it costs. (Loops over bytes with two numbers each are not vectorized by the compiler.)
 */
public final class ReorderedInt4Linear implements Int4Kernel {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public long packedBytes(Int4Linear op, Site site) {
        return NibbleRows.bytes(Int4Kernel.maxK(site), Int4Kernel.maxN(site));
    }

    @Override
    public long scratchBytes(Int4Linear op, Site site) {
        return 2 * WorkerRows.bytes(site.workers(), Int4Kernel.maxN(site))
                + WorkerRows.bytes(site.workers(), NibbleRows.STEPS);
    }

    @Override
    public Prepared prepare(Int4Linear op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        packed.chargeArray(packedBytes(op, site));
        scratch.chargeArray(scratchBytes(op, site));
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        int n = Int4Kernel.maxN(site);
        int[][] rows = NibbleRows.of(weight, Int4Kernel.maxK(site), n);
        return new Loops(
                op,
                rows,
                WorkerRows.floats(site.workers(), n),
                WorkerRows.floats(site.workers(), n),
                WorkerRows.floats(site.workers(), NibbleRows.STEPS));
    }

    /**
     * A unit is a row of the result.
     *
     * @param rows the weight, [⌈k / 8⌉][n], see {@link NibbleRows}
     * @param sums the group each worker is adding up, [n]
     * @param totals the row each worker is adding up, [n]
     * @param steps the activations that meet one int of weights, [8]
     */
    private record Loops(Int4Linear op, int[][] rows, float[][] sums, float[][] totals, float[][] steps)
            implements Prepared {
        @Override
        public long units(Operands operands) {
            return Int4Kernel.m(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = Int4Kernel.k(operands);
            int n = Int4Kernel.n(operands);

            float[] sum = sums[worker];
            float[] total = totals[worker];
            float[] x = steps[worker];
            for (long i = from; i < to; i++) {
                Arrays.fill(total, 0, n, 0);
                for (int group = 0; group < op.groups(k); group++) {
                    int first = group * (op.groupSize() / NibbleRows.STEPS);
                    int end = Math.min(rows.length - first, op.groupSize() / NibbleRows.STEPS) + first;
                    Arrays.fill(sum, 0, n, 0);
                    for (int row = first; row < end; row++) {
                        int p = row * NibbleRows.STEPS;
                        for (int e = 0; e < NibbleRows.STEPS; e++) {
                            x[e] = p + e < k ? operands.input(0).getAtIndex(ValueLayout.JAVA_FLOAT, i * k + p + e) : 0;
                        }
                        addScaled(x, rows[row], sum, n);
                    }
                    addGroup(operands.input(2), group, op.groups(k), sum, total, n);
                }
                finish(operands, i, total, n);
            }
        }

        /** Eight steps of the inner dimension: the loop the compiler vectorizes. */
        private static void addScaled(float[] x, int[] row, float[] sum, int n) {
            float x0 = x[0];
            float x1 = x[1];
            float x2 = x[2];
            float x3 = x[3];
            float x4 = x[4];
            float x5 = x[5];
            float x6 = x[6];
            float x7 = x[7];
            for (int j = 0; j < n; j++) {
                int q = row[j];
                sum[j] += x0 * ((q << 28) >> 28)
                        + x1 * ((q << 24) >> 28)
                        + x2 * ((q << 20) >> 28)
                        + x3 * ((q << 16) >> 28)
                        + x4 * ((q << 12) >> 28)
                        + x5 * ((q << 8) >> 28)
                        + x6 * ((q << 4) >> 28)
                        + x7 * (q >> 28);
            }
        }

        private static void addGroup(MemorySegment scales, int group, int groups, float[] sum, float[] total, int n) {
            for (int j = 0; j < n; j++) {
                float scale = scales.getAtIndex(ValueLayout.JAVA_FLOAT, (long) j * groups + group);
                total[j] += sum[j] * scale;
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
