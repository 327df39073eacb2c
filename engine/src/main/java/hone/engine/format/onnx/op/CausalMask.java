package hone.engine.format.onnx.op;

import hone.engine.op.attention.ScaledDotProduct;
import hone.engine.tensor.Dim;
import java.util.List;

/** (seq, keys): 0 where a query sees a key, else minus infinity, which Softmax makes 0; the last query sees the last key. */
final class CausalMask {
    private CausalMask() {}

    /** Adds the mask, a constant or, where a number of rows is open, one that each run makes. */
    static String of(OnnxSite site) {
        Dim seq = site.inputType(ScaledDotProduct.QUERIES).dim(1);
        Dim keys = site.inputType(ScaledDotProduct.KEYS).dim(1);
        return seq instanceof Dim.Fixed rows && keys instanceof Dim.Fixed columns
                ? constant(site, Math.toIntExact(rows.size()), Math.toIntExact(columns.size()))
                : computed(site, seq.equals(keys));
    }

    private static String constant(OnnxSite site, int seq, int keys) {
        float[] mask = new float[Math.multiplyExact(seq, keys)];
        for (int i = 0; i < seq; i++) {
            for (int j = keys - seq + i + 1; j < keys; j++) {
                mask[i * keys + j] = Float.NEGATIVE_INFINITY;
            }
        }
        return site.graph().floats(site.part("mask"), mask, seq, keys);
    }

    private static String computed(OnnxSite site, boolean square) {
        String columns = RowPlaces.of(site, "columns", ScaledDotProduct.KEYS); // (keys)
        String last = RowPlaces.of(site, "rows.places", ScaledDotProduct.QUERIES); // (seq)
        if (!square) {
            String ends = site.graph().ints(site.part("ends"), new int[] {-1}, 1);
            String lastKey = site.step("last.key", "Gather", List.of(columns, ends)); // (1)
            String lastQuery = site.step("last.query", "Gather", List.of(last, ends)); // (1)
            String shift = site.step("shift", "Sub", List.of(lastKey, lastQuery));
            last = site.step("rows.last", "Add", List.of(last, shift)); // (seq): the last key that each sees
        }
        String behind =
                site.step("rows.column", "Unsqueeze", List.of(last, site.graph().longs(site.part("axis"), 1)));
        String seen = site.step("seen", "LessOrEqual", List.of(columns, behind)); // (seq, keys)
        String zero = site.graph().floats(site.part("zero"), new float[] {0});
        String hidden = site.graph().floats(site.part("hidden"), new float[] {Float.NEGATIVE_INFINITY});
        return site.step("mask", "Where", List.of(seen, zero, hidden));
    }
}
