package hone.engine.kernel.attention;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.math.VectorExp;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.ScaledDotProduct;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A few queries at a time, written with the Vector API: their scores, softmax and weighted sums follow one another, and
 * never more than these few rows of scores exist. The exponential is a polynomial for a whole vector of scores (see
 * {@link VectorExp}); keys need no transposed copy, because the sum across a vector's lanes is cheap here, where the
 * compiler may not reorder a plain loop's additions; and the queries take turns over a group of keys or values that stays
 * in the first cache, instead of each fetching all of them from further away.
 *
 * <p>What is left to gain: each query still loads each key and value into registers for itself, so a number that is
 * loaded serves one multiplication; and the rows of scores grow with the number of keys.
 */
public final class FusedAttention implements AttentionKernel {
    @Override
    public String id() {
        return "fused";
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    /** A few rows of scores for each worker. */
    @Override
    public long scratchBytes(ScaledDotProduct op, Site site) {
        return Footprint.block(site.workers() * Rows.BLOCK * RowAttention.rowBytes(HeadGeometry.maxKeys(op, site)));
    }

    @Override
    public Prepared prepare(ScaledDotProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        long rowBytes = RowAttention.rowBytes(HeadGeometry.maxKeys(op, site));
        return new Rows(op, site.node(), scratch.allocate(site.workers() * Rows.BLOCK * rowBytes), rowBytes);
    }

    /**
     * A unit is a block of queries.
     *
     * @param scores of each worker a row for each query of a block, {@code rowBytes} apart
     */
    private record Rows(ScaledDotProduct op, String node, MemorySegment scores, long rowBytes) implements AttentionRun {
        static final long BLOCK = 8;

        /** Keys of a group: at usual heads of 64 elements a third of the first cache. */
        private static final int KEYS = 64;

        @Override
        public int blockRows(Operands operands) {
            return (int) BLOCK;
        }

        @Override
        public void block(Operands operands, long sample, int head, int first, int end, int worker) {
            int seq = HeadGeometry.seq(operands);
            int keys = HeadGeometry.keys(op, operands);
            int all = HeadGeometry.visible(op, end - 1, seq, keys);
            long row = HeadGeometry.keyStride(op, operands);
            long at = HeadGeometry.keyHead(op, operands, sample, head);
            long query = HeadGeometry.queryHead(op, operands, sample, head);
            int headDim = HeadGeometry.headDim(op, operands);
            for (int j = 0; j < all; j += KEYS) {
                for (int i = first; i < end; i++) {
                    int count = Math.min(KEYS, HeadGeometry.visible(op, i, seq, keys) - j);
                    scores(operands, query, i, headDim, at + j * row, row, count, place(i - first, j, worker));
                }
            }
            for (int i = first; i < end; i++) {
                softmax(
                        operands,
                        query,
                        i,
                        headDim,
                        HeadGeometry.visible(op, i, seq, keys),
                        place(i - first, 0, worker));
            }
            for (int j = 0; j < all; j += KEYS) {
                for (int i = first; i < end; i++) {
                    int count = Math.min(KEYS, HeadGeometry.visible(op, i, seq, keys) - j);
                    values(operands, query, i, headDim, at + j * row, row, count, place(i - first, j, worker));
                }
            }
        }

        /** Where a worker keeps the score of a block's query and a key. */
        private long place(int row, int key, int worker) {
            return (worker * BLOCK + row) * rowBytes + (long) key * Float.BYTES;
        }

        private void scores(
                Operands operands, long query, int i, int headDim, long key, long kRow, int count, long place) {
            if (count > 0) {
                MemorySegment q = operands.input(ScaledDotProduct.QUERIES);
                MemorySegment k = operands.input(ScaledDotProduct.KEYS);
                long at = query + i * HeadGeometry.queryStride(operands);
                float scale = HeadGeometry.scale(headDim);
                RowProduct.scores(headDim, scale, q, at, k, key, kRow, count, scores, place);
            }
        }

        /** The sum of the weights is divided out of the weights, before they meet the values. */
        private void softmax(Operands operands, long query, int i, int headDim, int visible, long place) {
            RowSoftmax.pad(scores, place, visible);
            float largest = RowSoftmax.largest(scores, place, visible, -Float.MAX_VALUE);
            float sum = RowSoftmax.exponentials(scores, place, visible, largest);
            RowSoftmax.divide(scores, place, visible, sum);
            long at = query + i * HeadGeometry.queryStride(operands);
            RowProduct.clear(operands.output(0), at, headDim);
        }

        private void values(
                Operands operands, long query, int i, int headDim, long value, long vRow, int count, long place) {
            if (count > 0) {
                MemorySegment v = operands.input(ScaledDotProduct.VALUES);
                long at = query + i * HeadGeometry.queryStride(operands);
                RowProduct.values(headDim, scores, place, v, value, vRow, count, 1, operands.output(0), at);
            }
        }
    }
}
