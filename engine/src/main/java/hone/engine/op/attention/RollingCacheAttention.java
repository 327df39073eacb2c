package hone.engine.op.attention;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Causal attention to the last positions of one sequence, whose keys and values are kept in a rolling buffer (the "rolling
 * buffer cache" of Jiang et al., "Mistral 7B", 2023): position p has row p mod window, so that a position overwrites the
 * one that nobody sees any more. The query at position p sees max(0, p − window + 1) … p.
 *
 * <p>Rows are kept as F32, F16 or I8. In I8 each head of each row has a scale of its own, its largest magnitude / 127. A
 * query sees all keys and values as they are kept, those of its own run too: so a text's scores do not depend on how many
 * tokens each run brings.
 *
 * <p>Inputs: q (1, seq, heads·headDim), k and v (1, seq, kvHeads·headDim), all F32, the position (1) I32 of the first of
 * them, and as states the caches of keys and values (window, kvHeads·headDim), and for I8 their scales (window, kvHeads)
 * F32. Outputs: (1, seq, heads·headDim), and the states. The rows of the run go into the caches after all its queries have
 * been answered, since its early queries still see what its late rows overwrite.
 *
 * @param heads query heads
 * @param kvHeads heads of keys and values, which divide the query heads
 * @param positions how many a sequence may have, at least the window
 */
public record RollingCacheAttention(int heads, int kvHeads, int positions) implements Op {
    /** Input 0: queries. */
    public static final int QUERIES = 0;

    /** Input 1: the run's keys; the values are the next input. */
    public static final int KEYS = 1;

    /** Input 3: where the first query stands. */
    public static final int POSITION = 3;

    /** Input 4: the cache of keys; that of values is the next input. */
    public static final int KEY_CACHE = 4;

    /** Input 6, for I8 only: the scales of the keys; those of the values are the next input. */
    public static final int KEY_SCALES = 6;

    /** @throws InvalidInput if the heads do not fall into equal groups, or there are no positions */
    public RollingCacheAttention {
        ScaledDotProduct.requireHeads(heads, kvHeads);
        if (positions < 1) {
            throw new InvalidInput("a sequence needs at least one position", "", "there are " + positions);
        }
    }

    @Override
    public String kind() {
        return "RollingCacheAttention";
    }

    @Override
    public int updates(int output) {
        return output == 0 ? -1 : output + KEY_CACHE - 1;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        boolean scaled = inputs.size() > KEY_CACHE && inputs.get(KEY_CACHE).dtype() == DType.I8;
        Expect.count(inputs, scaled ? KEY_SCALES + 2 : KEY_SCALES);
        TensorType q = AttentionShapes.queries(inputs.get(QUERIES), heads);
        TensorType k = Expect.rank(Expect.dtype(inputs.get(KEYS), DType.F32, "keys"), 3, "keys");
        Expect.same(k, inputs.get(KEYS + 1), "keys and values");
        AttentionShapes.requireWidth(k, q, heads, kvHeads);
        AttentionShapes.requirePosition(inputs.get(POSITION));
        if (!q.dim(0).equals(Dim.of(1)) || !k.dim(0).equals(Dim.of(1))) {
            throw new InvalidInput("a cache serves one sequence", "", "the batch is " + q.dim(0) + " instead of 1");
        }
        if (!q.dim(1).equals(k.dim(1))) {
            throw new InvalidInput("each query brings its own key", "", q.dim(1) + " queries, " + k.dim(1) + " keys");
        }
        requireCaches(inputs, k, scaled);
        return scaled
                ? List.of(q, inputs.get(KEY_CACHE), inputs.get(5), inputs.get(KEY_SCALES), inputs.get(7))
                : List.of(q, inputs.get(KEY_CACHE), inputs.get(5));
    }

    private void requireCaches(List<TensorType> inputs, TensorType k, boolean scaled) {
        TensorType cache = Expect.rank(inputs.get(KEY_CACHE), 2, "cache of keys");
        if (!scaled && cache.dtype() != DType.F16) {
            Expect.dtype(cache, DType.F32, "cache of keys");
        }
        Expect.same(cache, inputs.get(KEY_CACHE + 1), "caches of keys and values");
        long window = Expect.fixed(cache, 0, "cache of keys");
        if (!cache.dim(1).equals(k.dim(2))) {
            throw new InvalidInput(
                    "the new rows do not fit the cache's", "", k.dim(2) + " elements vs " + cache.dim(1));
        }
        if (window < 1 || window > positions || k.dim(1).max() > positions) {
            throw new InvalidInput(
                    "a cache keeps at least one position, and no more than there are",
                    "",
                    window + " kept, runs of up to " + k.dim(1).max() + ", " + positions + " positions");
        }
        if (scaled) {
            TensorType scales = TensorType.of(DType.F32, Shape.of(window, kvHeads));
            Expect.same(inputs.get(KEY_SCALES), scales, "keys' scales and one F32 for each row and head");
            Expect.same(inputs.get(KEY_SCALES + 1), scales, "values' scales and one F32 for each row and head");
        }
    }

    /**
     * As if the sequence were at its end, since a cost follows from shapes and the position is no shape. Read are the
     * window's rows as they are kept, written are the run's.
     */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType k = inputs.get(KEYS);
        long seq = k.dim(1).max();
        long window = inputs.get(KEY_CACHE).dim(0).max();
        Cost plain = AttentionShapes.cost(heads, pairs(seq, window), inputs, outputs);
        long kept =
                inputs.stream().skip(KEY_CACHE).mapToLong(TensorType::maxBytes).sum() / window * seq;
        return new Cost(
                plain.flops(),
                plain.elementwiseOps(),
                plain.bytesRead(),
                outputs.getFirst().maxBytes() + kept);
    }

    /** The last query sees the whole window; queries near a sequence's beginning see less. */
    private long pairs(long seq, long window) {
        long hidden = positions - window;
        long full = Math.min(seq, hidden);
        return AttentionShapes.causalPairs(seq, positions) - full * hidden + full * (full - 1) / 2;
    }
}
