package hone.engine.kernel.attention;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.RollingCacheAttention;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * One query after the other, and one key after the other, which is first read into a Java array as floats, in whatever
 * form it is kept. Plain good Java; each query reads each row again.
 */
public final class ReorderedRollingAttention implements RollingRun.Rule {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public long scratchBytes(RollingCacheAttention op, Site site) {
        return KeptRows.scratchBytes(op, site) + arrayBytes(op, site);
    }

    private static long arrayBytes(RollingCacheAttention op, Site site) {
        var cache = site.inputs().get(RollingCacheAttention.KEY_CACHE);
        int headDim = Math.toIntExact(cache.dim(1).max() / op.kvHeads());
        return WorkerRows.bytes(site.workers(), Math.toIntExact(cache.dim(0).max()))
                + 3 * WorkerRows.bytes(site.workers(), headDim);
    }

    @Override
    public Prepared prepare(RollingCacheAttention op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        KeptRows kept = KeptRows.of(op, site, scratch);
        scratch.chargeArray(arrayBytes(op, site));
        return new Rows(
                op,
                site.node(),
                kept,
                WorkerRows.floats(site.workers(), kept.window()),
                WorkerRows.floats(site.workers(), kept.headDim()),
                WorkerRows.floats(site.workers(), kept.headDim()),
                WorkerRows.floats(site.workers(), kept.headDim()));
    }

    /**
     * All arrays have one row for each worker.
     *
     * @param scores of one query // (window)
     * @param queries one query // (headDim)
     * @param rows one key or value // (headDim)
     * @param sums one row of the output // (headDim)
     */
    private record Rows(
            RollingCacheAttention op,
            String node,
            KeptRows kept,
            float[][] scores,
            float[][] queries,
            float[][] rows,
            float[][] sums)
            implements RollingRun {
        @Override
        public void block(Operands operands, int head, int first, int end, int worker) {
            int headDim = kept.headDim();
            float[] query = queries[worker];
            float[] score = scores[worker];
            float[] row = rows[worker];
            float[] sum = sums[worker];
            for (int i = first; i < end; i++) {
                int position = RollingRun.first(operands) + i;
                int from = from(position);
                int seen = position + 1 - from;
                long at = query(i, head);
                MemorySegment q = operands.input(RollingCacheAttention.QUERIES);
                MemorySegment.copy(q, ValueLayout.JAVA_FLOAT, at, query, 0, headDim);
                for (int j = 0; j < seen; j++) {
                    kept.read(operands, 0, from + j, keyHead(head), row);
                    score[j] = PlainRows.dot(query, row, headDim);
                }
                float weights = PlainRows.softmax(score, seen, HeadGeometry.scale(headDim));
                Arrays.fill(sum, 0, headDim, 0);
                for (int j = 0; j < seen; j++) {
                    kept.read(operands, 1, from + j, keyHead(head), row);
                    PlainRows.addOne(score[j], row, sum, headDim);
                }
                for (int c = 0; c < headDim; c++) {
                    sum[c] /= weights;
                }
                MemorySegment.copy(sum, 0, operands.output(0), ValueLayout.JAVA_FLOAT, at, headDim);
            }
        }
    }
}
