package hone.engine.op.attention;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;

/**
 * Scaled dot-product attention with several heads: for each query, softmax(q · kᵀ / √headDim) · v over the keys it may
 * see (Vaswani et al., "Attention Is All You Need", NIPS 2017). Inputs 0 to 2 are the queries and the keys and values,
 * whose heads lie side by side in a row. With fewer key-value heads than query heads, neighbouring query heads share one
 * (grouped-query attention, Ainslie et al., EMNLP 2023).
 *
 * <p>Kernels compute both of its forms; they differ in where keys end, which is the kernels' geometry's business.
 */
public sealed interface ScaledDotProduct extends Op permits Attention, CachedAttention {
    /** Input 0: queries (batch, seq, heads·headDim). */
    int QUERIES = 0;

    /** Input 1: keys, whose rows have kvHeads·headDim elements. */
    int KEYS = 1;

    /** Input 2: values, as many as keys and of the same type. */
    int VALUES = 2;

    /** Query heads. */
    int heads();

    /** Heads of the keys and values; divides {@link #heads}. */
    int kvHeads();

    /** Whether a query sees only the keys up to its own; the last query's own is the last key. */
    boolean causal();

    /** Which dimension of the keys counts them: a cache has no batch in front of it. */
    default int keyDimension() {
        return switch (this) {
            case Attention _ -> 1;
            case CachedAttention _ -> 0;
        };
    }

    /** @throws InvalidInput if there are no heads, or if they do not fall into equal groups */
    static void requireHeads(int heads, int kvHeads) {
        if (heads < 1 || kvHeads < 1) {
            throw new InvalidInput(
                    "attention needs at least one head of each kind", "", heads + " heads, " + kvHeads + " of keys");
        }
        if (heads % kvHeads != 0) {
            throw new InvalidInput(
                    "query heads must share the heads of keys evenly", "", heads + " heads, " + kvHeads + " of keys");
        }
    }
}
