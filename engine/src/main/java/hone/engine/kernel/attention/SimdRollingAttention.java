package hone.engine.kernel.attention;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A few queries at a time with the Vector API, as {@link FusedAttention}: they take turns over a group of keys or values.
 * Groups end where the buffer's rows do. Where rows are kept in fewer bits, a group is first widened to floats, which
 * then stay in the first cache, so that main memory gives the fewer bits and the loops over floats are those of the other
 * kernels.
 */
public final class SimdRollingAttention implements RollingRun.Rule {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public long scratchBytes(RollingCacheAttention op, Site site) {
        var cache = site.inputs().get(RollingCacheAttention.KEY_CACHE);
        long rowBytes = RowAttention.rowBytes(Math.toIntExact(cache.dim(0).max()));
        long headDim = cache.dim(1).max() / op.kvHeads();
        return KeptRows.scratchBytes(op, site)
                + Footprint.block((long) site.workers() * RollingRun.BLOCK * rowBytes)
                + (cache.dtype() == DType.F32 ? 0 : WidenedRows.scratchBytes(headDim, site.workers()));
    }

    @Override
    public Prepared prepare(RollingCacheAttention op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        KeptRows kept = KeptRows.of(op, site, scratch);
        long rowBytes = RowAttention.rowBytes(kept.window());
        MemorySegment scores = scratch.allocate((long) site.workers() * RollingRun.BLOCK * rowBytes);
        Optional<WidenedRows> widened = kept.form() == DType.F32
                ? Optional.empty()
                : Optional.of(WidenedRows.of(kept, site.workers(), scratch));
        return new Rows(op, site.node(), kept, scores, rowBytes, widened);
    }

    /**
     * A unit is a block of queries of one head.
     *
     * @param scores of each worker a row for each query of a block, {@code rowBytes} apart
     * @param widened where rows have another form than floats
     */
    private record Rows(
            RollingCacheAttention op,
            String node,
            KeptRows kept,
            MemorySegment scores,
            long rowBytes,
            Optional<WidenedRows> widened)
            implements RollingRun {
        @Override
        public void block(Operands operands, int head, int first, int end, int worker) {
            int at = RollingRun.first(operands);
            for (int values = 0; values < 2; values++) {
                int position = from(at + first);
                while (position < at + end) {
                    int most = Math.min(at + end, position + WidenedRows.GROUP);
                    int count = kept.together(operands, position, most);
                    group(operands, values, head, first, end, position, count, worker);
                    position += count;
                }
                if (values == 0) {
                    for (int i = first; i < end; i++) {
                        softmax(operands, query(i, head), at + i + 1 - from(at + i), place(i - first, 0, worker));
                    }
                }
            }
        }

        /** Where a worker keeps the score of a block's query and the {@code key}-th key it sees. */
        private long place(int row, int key, int worker) {
            return ((long) worker * BLOCK + row) * rowBytes + (long) key * Float.BYTES;
        }

        /** All queries of a block with one group of keys, or of values. */
        private void group(
                Operands operands, int values, int head, int first, int end, int position, int count, int worker) {
            int keyHead = keyHead(head);
            MemorySegment rows;
            long start;
            long stride;
            if (widened.isPresent()) {
                WidenedRows floats = widened.get();
                floats.widen(operands, values, position, keyHead, count, worker);
                rows = floats.rows();
                start = floats.place(worker);
                stride = floats.stride();
            } else {
                rows = kept.rows(operands, values, position);
                start = kept.place(operands, values, position, keyHead);
                stride = kept.stride();
            }
            int headDim = kept.headDim();
            MemorySegment q = operands.input(RollingCacheAttention.QUERIES);
            for (int i = first; i < end; i++) {
                int query = RollingRun.first(operands) + i;
                int from = Math.max(position, from(query));
                int seen = Math.min(position + count, query + 1) - from;
                if (seen <= 0) {
                    continue;
                }
                long row = start + (from - position) * stride;
                long score = place(i - first, from - from(query), worker);
                if (values == 0) {
                    float scale = HeadGeometry.scale(headDim);
                    RowProduct.scores(headDim, scale, q, query(i, head), rows, row, stride, seen, scores, score);
                } else {
                    MemorySegment out = operands.output(0);
                    RowProduct.values(headDim, scores, score, rows, row, stride, seen, 1, out, query(i, head));
                }
            }
        }

        private void softmax(Operands operands, long query, int seen, long place) {
            RowSoftmax.pad(scores, place, seen);
            float largest = RowSoftmax.largest(scores, place, seen, -Float.MAX_VALUE);
            float sum = RowSoftmax.exponentials(scores, place, seen, largest);
            RowSoftmax.divide(scores, place, seen, sum);
            RowProduct.clear(operands.output(0), query, kept.headDim());
        }
    }
}
