package hone.engine.kernel.attention;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.ScaledDotProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * One query at a time: its scores, their softmax and the weighted sum of the values, before the next query begins. Then
 * a row of scores is enough, N numbers for the naive kernel's N², and it stays in the first cache. The loops run along
 * rows that are contiguous in Java arrays, so that the just-in-time compiler turns them into vector instructions: for
 * the scores the keys of a head are transposed first. This is plain good Java, and the
 * baseline that everything else is compared with.
 */
public final class ReorderedAttention implements AttentionKernel {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public long scratchBytes(ScaledDotProduct op, Site site) {
        int keys = HeadGeometry.maxKeys(op, site);
        int headDim = HeadGeometry.maxHeadDim(op, site);
        return site.workers() * (WorkerRows.bytes(headDim, keys) + WorkerRows.bytes(keys, headDim))
                + WorkerRows.bytes(site.workers(), keys)
                + 2 * WorkerRows.bytes(site.workers(), headDim);
    }

    @Override
    public Prepared prepare(ScaledDotProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int keys = HeadGeometry.maxKeys(op, site);
        int headDim = HeadGeometry.maxHeadDim(op, site);
        int workers = site.workers();
        scratch.chargeArray(scratchBytes(op, site));
        return new Rows(
                op,
                site.node(),
                copies(workers, headDim, keys),
                copies(workers, keys, headDim),
                WorkerRows.floats(workers, keys),
                WorkerRows.floats(workers, headDim),
                WorkerRows.floats(workers, headDim));
    }

    private static float[][][] copies(int workers, int count, int n) {
        float[][][] copies = new float[workers][][];
        for (int worker = 0; worker < workers; worker++) {
            copies[worker] = WorkerRows.floats(count, n);
        }
        return copies;
    }

    /**
     * All arrays have one row for each worker.
     *
     * @param columns a head's keys, transposed // (headDim, keys)
     * @param values a head's values // (keys, headDim)
     * @param scores of one query // (keys)
     * @param rows one query, key or value // (headDim)
     * @param sums one row of the output // (headDim)
     */
    private record Rows(
            ScaledDotProduct op,
            String node,
            float[][][] columns,
            float[][][] values,
            float[][] scores,
            float[][] rows,
            float[][] sums)
            implements AttentionRun {
        /** Enough queries to share the copies of keys and values. */
        private static final int BLOCK = 256;

        /** Fewer queries do not repay a copy. */
        private static final int QUERIES_TO_COPY = 4;

        @Override
        public int blockRows(Operands operands) {
            return BLOCK;
        }

        @Override
        public void block(Operands operands, long sample, int head, int first, int end, int worker) {
            int headDim = HeadGeometry.headDim(op, operands);
            int seq = HeadGeometry.seq(operands);
            int keys = HeadGeometry.keys(op, operands);
            boolean copy = end - first >= QUERIES_TO_COPY;
            int seen = HeadGeometry.visible(op, end - 1, seq, keys);
            if (copy) {
                copy(operands, sample, head, seen, worker);
            }
            MemorySegment q = operands.input(ScaledDotProduct.QUERIES);
            float[] query = rows[worker];
            for (int i = first; i < end; i++) {
                int visible = HeadGeometry.visible(op, i, seq, keys);
                long at = HeadGeometry.queryHead(op, operands, sample, head) + i * HeadGeometry.queryStride(operands);
                MemorySegment.copy(q, ValueLayout.JAVA_FLOAT, at, query, 0, headDim);
                if (copy) {
                    scoresByColumn(headDim, visible, worker);
                } else {
                    scoresByKey(operands, sample, head, visible, worker);
                }
                float sum = PlainRows.softmax(scores[worker], visible, HeadGeometry.scale(headDim));
                weighted(operands, sample, head, copy, visible, worker);
                float[] result = sums[worker];
                for (int c = 0; c < headDim; c++) {
                    result[c] /= sum;
                }
                MemorySegment.copy(result, 0, operands.output(0), ValueLayout.JAVA_FLOAT, at, headDim);
            }
        }

        private void copy(Operands operands, long sample, int head, int keys, int worker) {
            MemorySegment k = operands.input(ScaledDotProduct.KEYS);
            long first = HeadGeometry.keyHead(op, operands, sample, head);
            long stride = HeadGeometry.keyStride(op, operands);
            int headDim = HeadGeometry.headDim(op, operands);
            float[] row = rows[worker];
            float[][] column = columns[worker];
            for (int j = 0; j < keys; j++) {
                MemorySegment.copy(k, ValueLayout.JAVA_FLOAT, first + j * stride, row, 0, headDim);
                for (int c = 0; c < headDim; c++) {
                    column[c][j] = row[c];
                }
                MemorySegment.copy(
                        operands.input(ScaledDotProduct.VALUES),
                        ValueLayout.JAVA_FLOAT,
                        first + j * stride,
                        values[worker][j],
                        0,
                        headDim);
            }
        }

        private void scoresByColumn(int headDim, int visible, int worker) {
            float[] score = scores[worker];
            float[] query = rows[worker];
            Arrays.fill(score, 0, visible, 0);
            addScaled(query, columns[worker], headDim, score, visible);
        }

        /** One key after the other, in four sums that do not wait for one another: for a single query, as in decode. */
        private void scoresByKey(Operands operands, long sample, int head, int visible, int worker) {
            MemorySegment k = operands.input(ScaledDotProduct.KEYS);
            long first = HeadGeometry.keyHead(op, operands, sample, head);
            long stride = HeadGeometry.keyStride(op, operands);
            int headDim = HeadGeometry.headDim(op, operands);
            float[] query = rows[worker];
            float[] key = sums[worker];
            for (int j = 0; j < visible; j++) {
                MemorySegment.copy(k, ValueLayout.JAVA_FLOAT, first + j * stride, key, 0, headDim);
                scores[worker][j] = PlainRows.dot(query, key, headDim);
            }
        }

        private void weighted(Operands operands, long sample, int head, boolean copied, int visible, int worker) {
            MemorySegment v = operands.input(ScaledDotProduct.VALUES);
            long first = HeadGeometry.keyHead(op, operands, sample, head);
            long stride = HeadGeometry.keyStride(op, operands);
            int headDim = HeadGeometry.headDim(op, operands);
            float[] sum = sums[worker];
            Arrays.fill(sum, 0, headDim, 0);
            if (copied) {
                addScaled(scores[worker], values[worker], visible, sum, headDim);
                return;
            }
            float[] value = rows[worker];
            for (int j = 0; j < visible; j++) {
                MemorySegment.copy(v, ValueLayout.JAVA_FLOAT, first + j * stride, value, 0, headDim);
                PlainRows.addOne(scores[worker][j], value, sum, headDim);
            }
        }

        /** sum += factors[from …] · rows[from …], four rows at a time, so that each sum is loaded once for four. */
        private static void addScaled(float[] factors, float[][] rows, int count, float[] sum, int n) {
            int i = 0;
            for (; i < count - 3; i += 4) {
                addFour(
                        factors[i],
                        rows[i],
                        factors[i + 1],
                        rows[i + 1],
                        factors[i + 2],
                        rows[i + 2],
                        factors[i + 3],
                        rows[i + 3],
                        sum,
                        n);
            }
            for (; i < count; i++) {
                PlainRows.addOne(factors[i], rows[i], sum, n);
            }
        }

        /** The loop the compiler vectorizes. */
        private static void addFour(
                float factor0,
                float[] row0,
                float factor1,
                float[] row1,
                float factor2,
                float[] row2,
                float factor3,
                float[] row3,
                float[] sum,
                int n) {
            for (int j = 0; j < n; j++) {
                sum[j] += factor0 * row0[j] + factor1 * row1[j] + (factor2 * row2[j] + factor3 * row3[j]);
            }
        }
    }
}
