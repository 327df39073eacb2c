package hone.engine.kernel.attention;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.AttentionGradient;
import hone.engine.op.attention.ScaledDotProduct;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * All five products by the vector loops of the forward pass ({@link RowProduct}), first for each query and then for each
 * key. A query leaves its weights and their gradient as columns of two matrices; their rows then belong to one key each,
 * which is a weighted sum of queries just as a query's own gradient is one of keys. The rung below adds to a key's gradient
 * in memory for each pair instead.
 */
public final class SimdAttentionGradient implements AttentionGradientRun.Rule {
    /** Of one head: both matrices of a worker then take 128 MB. */
    private static final long MOST_PAIRS = 1L << 24;

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
    public Optional<String> refusal(AttentionGradient op, Site site) {
        return AttentionGradientRun.Rule.tooLong(op, site, MOST_PAIRS);
    }

    private static Room room(AttentionGradient op, Site site) {
        return Room.of(HeadGeometry.maxSeq(site), HeadGeometry.maxKeys(op.of(), site));
    }

    @Override
    public long scratchBytes(AttentionGradient op, Site site) {
        return Footprint.block(site.workers() * room(op, site).bytes());
    }

    @Override
    public Prepared prepare(AttentionGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        Room room = room(op, site);
        return new Loops(op.of(), site.node(), room, scratch.allocate(site.workers() * room.bytes()));
    }

    /**
     * Where things lie in a worker's memory, in bytes: two rows of one query, then two matrices of a row for each key.
     *
     * @param row bytes of a query's row
     * @param column bytes of a key's row
     * @param matrix bytes of a matrix
     */
    private record Room(long row, long column, long matrix) {
        static Room of(int seq, int keys) {
            // A line more than needed, so that columns do not all fall into one set of the cache.
            long column = (seq + 15) / 16 * 64L + 64;
            return new Room(Footprint.block(RowAttention.rowBytes(keys)), column, column * keys);
        }

        long bytes() {
            return 2 * row + 2 * matrix + 128;
        }
    }

    private record Loops(Attention of, String node, Room room, MemorySegment rows) implements AttentionGradientRun {
        @Override
        public void head(Operands operands, long sample, int head, boolean first, boolean last, int worker) {
            long weights = worker * room.bytes();
            long slopes = weights + room.row;
            long weightColumns = slopes + room.row;
            long slopeColumns = weightColumns + room.matrix;
            int keys = HeadGeometry.keys(of, operands);
            int seq = HeadGeometry.seq(operands);
            for (int i = 0; i < seq; i++) {
                int visible = HeadGeometry.visible(of, i, seq, keys);
                query(operands, sample, head, i, visible, weights, slopes);
                SlopeRows.turn(rows, weights, visible, weightColumns + 4L * i, room.column);
                SlopeRows.turn(rows, slopes, visible, slopeColumns + 4L * i, room.column);
            }
            MemorySegment q = operands.input(ScaledDotProduct.QUERIES);
            MemorySegment dout = operands.input(AttentionGradient.GRADIENT);
            keys(operands, sample, head, first, slopeColumns, q, operands.output(DK));
            keys(operands, sample, head, first, weightColumns, dout, operands.output(DV));
        }

        /** One query's weights and their gradient in {@code weights} and {@code slopes}, and its own gradient. */
        private void query(Operands operands, long sample, int head, int i, int visible, long weights, long slopes) {
            int headDim = HeadGeometry.headDim(of, operands);
            long q = HeadGeometry.queryHead(of, operands, sample, head) + i * HeadGeometry.queryStride(operands);
            long k = HeadGeometry.keyHead(of, operands, sample, head);
            long kRow = HeadGeometry.keyStride(of, operands);
            float scale = HeadGeometry.scale(headDim);
            MemorySegment keys = operands.input(ScaledDotProduct.KEYS);
            RowProduct.scores(
                    headDim, scale, operands.input(ScaledDotProduct.QUERIES), q, keys, k, kRow, visible, rows, weights);
            RowSoftmax.pad(rows, weights, visible);
            float largest = RowSoftmax.largest(rows, weights, visible, -Float.MAX_VALUE);
            float sum = RowSoftmax.exponentials(rows, weights, visible, largest);
            RowSoftmax.divide(rows, weights, visible, sum);
            RowProduct.scores(
                    headDim,
                    1,
                    operands.input(AttentionGradient.GRADIENT),
                    q,
                    operands.input(ScaledDotProduct.VALUES),
                    k,
                    kRow,
                    visible,
                    rows,
                    slopes);
            float mean = SlopeRows.dot(rows, weights, slopes, visible);
            SlopeRows.finish(rows, weights, slopes, visible, mean, scale);
            MemorySegment dq = operands.output(DQ);
            RowProduct.clear(dq, q, headDim);
            RowProduct.values(headDim, rows, slopes, keys, k, kRow, visible, 0, dq, q);
        }

        /** out[j] += Σ column[j][i] · row[i] over the queries i that see key j. */
        private void keys(
                Operands operands,
                long sample,
                int head,
                boolean first,
                long columns,
                MemorySegment row,
                MemorySegment out) {
            int headDim = HeadGeometry.headDim(of, operands);
            int keys = HeadGeometry.keys(of, operands);
            int seq = HeadGeometry.seq(operands);
            long qRow = HeadGeometry.queryStride(operands);
            long q = HeadGeometry.queryHead(of, operands, sample, head);
            long kRow = HeadGeometry.keyStride(of, operands);
            long k = HeadGeometry.keyHead(of, operands, sample, head);
            for (int j = 0; j < keys; j++) {
                int seen = of.causal() ? Math.max(0, j - (keys - seq)) : 0;
                if (first) {
                    RowProduct.clear(out, k + j * kRow, headDim);
                }
                RowProduct.values(
                        headDim,
                        rows,
                        columns + j * room.column + 4L * seen,
                        row,
                        q + seen * qRow,
                        qRow,
                        seq - seen,
                        1,
                        out,
                        k + j * kRow);
            }
        }
    }
}
