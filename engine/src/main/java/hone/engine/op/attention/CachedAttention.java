package hone.engine.op.attention;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Causal attention to a KV cache, see {@link ScaledDotProduct}. Inputs: q (1, seq, heads·headDim) F32, the caches of keys
 * and values (maxSeq, kvHeads·headDim) F32 after {@link CacheAppend}, and the position (1) I32 of the first query, which
 * each run brings along. Query i sees the cached positions 0 … position + i. Output: (1, seq, heads·headDim).
 *
 * <p>Prefill is a run of many queries at position 0, decode a run of one at each position after. A cache belongs to one
 * sequence, so the batch is 1.
 *
 * @param heads query heads
 * @param kvHeads heads of keys and values, which divide the query heads
 */
public record CachedAttention(int heads, int kvHeads) implements ScaledDotProduct {
    /** Input 3: where the first query stands. */
    public static final int POSITION = 3;

    /** @throws InvalidInput if the heads do not fall into equal groups */
    public CachedAttention {
        ScaledDotProduct.requireHeads(heads, kvHeads);
    }

    /** Always: what stands in a cache behind the query is not written yet. */
    @Override
    public boolean causal() {
        return true;
    }

    @Override
    public String kind() {
        return "CachedAttention";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 4);
        TensorType q = AttentionShapes.queries(inputs.get(QUERIES), heads);
        TensorType k = Expect.rank(Expect.dtype(inputs.get(KEYS), DType.F32, "cache of keys"), 2, "cache of keys");
        Expect.same(k, inputs.get(VALUES), "caches of keys and values");
        AttentionShapes.requireWidth(k, q, heads, kvHeads);
        AttentionShapes.requirePosition(inputs.get(POSITION));
        if (!q.dim(0).equals(Dim.of(1))) {
            throw new InvalidInput("a cache serves one sequence", "", "the batch is " + q.dim(0) + " instead of 1");
        }
        if (q.dim(1).max() > k.dim(0).max()) {
            throw new InvalidInput(
                    "the cache is too short for the queries",
                    "",
                    q.dim(1).max() + " queries, " + k.dim(0).max() + " positions");
        }
        return List.of(q);
    }

    /**
     * As if the cache were full, since a cost follows from shapes and the position is no shape: what the last step
     * costs. A step at position p takes (p + 1) / maxSeq of it.
     */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long seq = inputs.get(QUERIES).dim(1).max();
        long positions = inputs.get(KEYS).dim(0).max();
        return AttentionShapes.cost(heads, AttentionShapes.causalPairs(seq, positions), inputs, outputs);
    }
}
