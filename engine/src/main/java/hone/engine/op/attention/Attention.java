package hone.engine.op.attention;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Attention among tensors of one run, see {@link ScaledDotProduct}. Inputs: q (batch, seq, heads·headDim), k and v
 * (batch, keys, kvHeads·headDim), all F32. Output: (batch, seq, heads·headDim).
 *
 * <p>Where it is causal, the last query's own key is the last one, however many keys there are: query i of {@code seq}
 * sees the first keys − seq + i + 1.
 *
 * @param heads query heads
 * @param kvHeads heads of keys and values, which divide the query heads
 * @param causal whether a query sees no key behind its own
 */
public record Attention(int heads, int kvHeads, boolean causal) implements ScaledDotProduct {
    /** @throws InvalidInput if the heads do not fall into equal groups */
    public Attention {
        ScaledDotProduct.requireHeads(heads, kvHeads);
    }

    @Override
    public String kind() {
        return "Attention";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType q = AttentionShapes.queries(inputs.get(QUERIES), heads);
        TensorType k = Expect.rank(Expect.dtype(inputs.get(KEYS), DType.F32, "keys"), 3, "keys");
        Expect.same(k, inputs.get(VALUES), "keys and values");
        AttentionShapes.requireWidth(k, q, heads, kvHeads);
        if (!q.dim(0).equals(k.dim(0))) {
            throw new InvalidInput("queries and keys differ in their batch", "", q.dim(0) + " vs " + k.dim(0));
        }
        if (k.dim(1).max() == 0) {
            throw new InvalidInput("attention needs at least one key", "", "there are 0");
        }
        if (causal && q.dim(1).max() > k.dim(1).max()) {
            throw new InvalidInput(
                    "causal attention needs a key for each query",
                    "",
                    q.dim(1).max() + " queries, " + k.dim(1).max() + " keys");
        }
        return List.of(q);
    }

    /** Where it is causal, only the pairs that are seen count: about half of them for as many keys as queries. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long seq = inputs.get(QUERIES).dim(1).max();
        long keys = inputs.get(KEYS).dim(1).max();
        long pairs = causal ? AttentionShapes.causalPairs(seq, keys) : seq * keys;
        return AttentionShapes.cost(heads, pairs, inputs, outputs);
    }
}
