package hone.engine.kernel.attention;

import hone.engine.kernel.Operands;
import hone.engine.op.attention.ScaledDotProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Attention of one query after another, in which the keys may come in pieces. Behind each piece the largest score and the
 * sum of the exponentials so far are known; where a later piece has a larger score, what was added up is scaled down by
 * the difference. This is the online softmax (Milakov and Gimelshein, 2018), so that {@code chunk} scores are all that
 * is kept, however many keys there are.
 *
 * @param scores of each worker, {@link #rowBytes} apart
 * @param chunk keys of a piece
 */
record RowAttention(MemorySegment scores, int chunk) {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Bytes of one worker's scores; two lines of the cache behind them are room for a vector and keep workers apart. */
    static long rowBytes(int chunk) {
        return RowSoftmax.padded(chunk) * (long) Float.BYTES + 128;
    }

    /** The output of queries {@code first} to {@code end} - 1 of one head of one sample. */
    void rows(ScaledDotProduct op, Operands operands, long sample, int head, int first, int end, int worker) {
        int seq = HeadGeometry.seq(operands);
        int keys = HeadGeometry.keys(op, operands);
        int headDim = HeadGeometry.headDim(op, operands);
        long qRow = HeadGeometry.queryStride(operands);
        long q = HeadGeometry.queryHead(op, operands, sample, head);
        long k = HeadGeometry.keyHead(op, operands, sample, head);
        long kRow = HeadGeometry.keyStride(op, operands);
        for (int i = first; i < end; i++) {
            int visible = HeadGeometry.visible(op, i, seq, keys);
            row(operands, q + i * qRow, headDim, k, kRow, visible, worker * rowBytes(chunk));
        }
    }

    private void row(Operands operands, long q, int headDim, long k, long kRow, int visible, long s) {
        MemorySegment out = operands.output(0);
        RowProduct.clear(out, q, headDim);
        float scale = HeadGeometry.scale(headDim);
        float largest = -Float.MAX_VALUE;
        float sum = 0;
        for (int j = 0; j < visible; j += chunk) {
            int count = Math.min(chunk, visible - j);
            long at = k + j * kRow;
            RowProduct.scores(
                    headDim,
                    scale,
                    operands.input(ScaledDotProduct.QUERIES),
                    q,
                    operands.input(ScaledDotProduct.KEYS),
                    at,
                    kRow,
                    count,
                    scores,
                    s);
            RowSoftmax.pad(scores, s, count);
            float before = largest;
            largest = RowSoftmax.largest(scores, s, count, before);
            float factor = j == 0 ? 0 : (float) Math.exp(before - largest);
            sum = sum * factor + RowSoftmax.exponentials(scores, s, count, largest);
            MemorySegment v = operands.input(ScaledDotProduct.VALUES);
            RowProduct.values(headDim, scores, s, v, at, kRow, count, factor, out, q);
        }
        for (int c = 0; c < headDim; c++) {
            long place = q + (long) c * Float.BYTES;
            out.set(F32, place, out.get(F32, place) / sum);
        }
    }
}
