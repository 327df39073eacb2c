package hone.engine.kernel.attention;

import hone.engine.InvalidInput;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.ScaledDotProduct;
import java.lang.foreign.MemorySegment;

/**
 * Where the heads of one run lie. With it a kernel need not know which form of attention it computes: keys in a tensor of
 * the run, or in a cache that is filled up to the last query. Strides and offsets are in bytes.
 */
final class HeadGeometry {
    private HeadGeometry() {}

    static long batch(Operands operands) {
        return operands.inputSize(ScaledDotProduct.QUERIES, 0);
    }

    /** Queries of one sample. */
    static int seq(Operands operands) {
        return Math.toIntExact(operands.inputSize(ScaledDotProduct.QUERIES, 1));
    }

    /** Keys of one sample that are there, which for a cache are those up to the last query's own. */
    static int keys(ScaledDotProduct op, Operands operands) {
        return switch (op) {
            case Attention _ -> Math.toIntExact(operands.inputSize(ScaledDotProduct.KEYS, 1));
            case CachedAttention _ -> Positions.first(operands.input(CachedAttention.POSITION)) + seq(operands);
        };
    }

    /** How many of the keys query {@code row} sees: the first so many. */
    static int visible(ScaledDotProduct op, int row, int seq, int keys) {
        return op.causal() ? keys - seq + row + 1 : keys;
    }

    static int headDim(ScaledDotProduct op, Operands operands) {
        return Math.toIntExact(operands.inputSize(ScaledDotProduct.QUERIES, 2) / op.heads());
    }

    /** From one query, or one row of the output, to the next. */
    static long queryStride(Operands operands) {
        return operands.inputSize(ScaledDotProduct.QUERIES, 2) * Float.BYTES;
    }

    /** From one key, or one value, to the next. */
    static long keyStride(ScaledDotProduct op, Operands operands) {
        return queryStride(operands) / op.heads() * op.kvHeads();
    }

    /** The first query of a head, and its place in the output. */
    static long queryHead(ScaledDotProduct op, Operands operands, long sample, int head) {
        long width = queryStride(operands);
        return sample * seq(operands) * width + width / op.heads() * head;
    }

    /** The first key, or value, of the head that a query head looks at. */
    static long keyHead(ScaledDotProduct op, Operands operands, long sample, int head) {
        int shared = head / (op.heads() / op.kvHeads());
        long headBytes = queryStride(operands) / op.heads();
        // A cache has one sample only.
        long rows = sample == 0 ? 0 : operands.inputSize(ScaledDotProduct.KEYS, 1);
        return sample * rows * keyStride(op, operands) + headBytes * shared;
    }

    static float scale(int headDim) {
        return (float) (1 / Math.sqrt(headDim));
    }

    static int maxSeq(Site site) {
        return Math.toIntExact(
                site.inputs().get(ScaledDotProduct.QUERIES).dim(1).max());
    }

    static int maxKeys(ScaledDotProduct op, Site site) {
        return Math.toIntExact(
                site.inputs().get(ScaledDotProduct.KEYS).dim(op.keyDimension()).max());
    }

    static int maxHeadDim(ScaledDotProduct op, Site site) {
        return Math.toIntExact(
                site.inputs().get(ScaledDotProduct.QUERIES).dim(2).max() / op.heads());
    }

    /**
     * What only a run can show: that the queries do not reach behind the cache, or that each has a key of its own.
     *
     * @throws InvalidInput if not
     */
    static void check(ScaledDotProduct op, Operands operands, String node) {
        int seq = seq(operands);
        switch (op) {
            case CachedAttention _ -> {
                MemorySegment position = operands.input(CachedAttention.POSITION);
                Positions.check(position, seq, operands.inputSize(ScaledDotProduct.KEYS, 0), node);
            }
            case Attention attention -> {
                long keys = operands.inputSize(ScaledDotProduct.KEYS, 1);
                if (attention.causal() && seq > keys) {
                    throw new InvalidInput(
                            "causal attention needs a key for each query", node, seq + " queries, " + keys + " keys");
                }
            }
        }
    }
}
