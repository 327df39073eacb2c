package hone.engine.format.onnx.op;

import hone.engine.op.attention.Attention;
import hone.engine.op.attention.ScaledDotProduct;
import java.util.List;

/**
 * The operators of this version have no attention, so it is written out: heads apart by Reshape and Transpose, MatMul,
 * scale, mask, Softmax, MatMul, and the heads back together. Each head is a matrix of its own, (batch, heads, seq,
 * headDim), the form that runtimes know best. Query heads that share keys need a dimension more, (batch, kvHeads, group,
 * seq, headDim), over which MatMul repeats the keys.
 */
final class AttentionInOnnx implements OnnxMapping<Attention> {
    @Override
    public Class<Attention> op() {
        return Attention.class;
    }

    @Override
    public void write(Attention op, OnnxSite site) {
        long group = op.heads() / op.kvHeads();
        boolean shared = group > 1;
        List<Long> rows = shared ? List.of(0L, 2L, 3L, 1L, 4L) : List.of(0L, 2L, 1L, 3L);
        List<Long> columns = shared ? List.of(0L, 2L, 3L, 4L, 1L) : List.of(0L, 2L, 3L, 1L);
        List<Long> back = shared ? List.of(0L, 3L, 1L, 2L, 4L) : List.of(0L, 2L, 1L, 3L);
        long headDim = site.inputType(ScaledDotProduct.QUERIES).dim(2).max() / op.heads();
        long[] apart =
                shared ? new long[] {0, 0, op.kvHeads(), group, headDim} : new long[] {0, 0, op.heads(), headDim};
        long[] kept = shared ? new long[] {0, 0, op.kvHeads(), 1, headDim} : apart;
        String q = heads(site, "queries", ScaledDotProduct.QUERIES, apart, rows);
        String k = heads(site, "keys", ScaledDotProduct.KEYS, kept, columns);
        String v = heads(site, "values", ScaledDotProduct.VALUES, kept, rows);
        String product = site.step("product", "MatMul", List.of(q, k)); // (batch, heads, seq, keys)
        float[] factor = {(float) (1 / Math.sqrt((double) headDim))};
        String scores = site.step("scores", "Mul", List.of(product, site.graph().floats(site.part("factor"), factor)));
        if (op.causal()) {
            scores = site.step("masked", "Add", List.of(scores, CausalMask.of(site)));
        }
        String weights = site.part("weights");
        site.graph().node(weights, "Softmax", List.of(scores), List.of(weights)).attribute("axis", -1);
        String sums = site.step("sums", "MatMul", List.of(weights, v)); // (batch, heads, seq, headDim)
        String together = turned(site, "rows", sums, back);
        String shape = site.graph().longs(site.part("shape"), 0, 0, op.heads() * headDim);
        site.only("Reshape", List.of(together, shape));
    }

    /** An input with its heads apart, its dimensions in the order that the permutation says. */
    private static String heads(OnnxSite site, String part, int input, long[] sizes, List<Long> permutation) {
        String shape = site.graph().longs(site.part(part + ".shape"), sizes);
        String apart = site.step(part + ".apart", "Reshape", List.of(site.input(input), shape));
        return turned(site, part, apart, permutation);
    }

    private static String turned(OnnxSite site, String part, String value, List<Long> permutation) {
        String turned = site.part(part);
        site.graph().node(turned, "Transpose", List.of(value), List.of(turned)).attribute("perm", permutation);
        return turned;
    }
}
