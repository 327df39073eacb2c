package hone.engine.format.onnx.op;

import hone.engine.op.attention.RotaryEmbedding;
import java.util.List;

/**
 * This version of the operators has no rotary embedding, so it is written out with tables of the angles' cosines and
 * sines: x · cosine + neighbour · sine, where a Gather exchanges the neighbours of each pair and the sine has the sign of
 * its element.
 */
final class RotaryEmbeddingInOnnx implements OnnxMapping<RotaryEmbedding> {
    @Override
    public Class<RotaryEmbedding> op() {
        return RotaryEmbedding.class;
    }

    @Override
    public void write(RotaryEmbedding op, OnnxSite site) {
        long headDim = op.headDim();
        long width = site.inputType(0).dim(2).max();
        String heads = site.graph().longs(site.part("heads.shape"), 0, 0, width / headDim, headDim);
        String apart = site.step("heads", "Reshape", List.of(site.input(0), heads)); // (batch, seq, heads, headDim)
        String places = site.step(
                "places",
                "Add",
                List.of(site.input(RotaryEmbedding.POSITION), RowPlaces.of(site, "steps", 0))); // (seq)
        String cosines = site.step("cosines", "Gather", List.of(table(op, site, false), places)); // (seq, 1, headDim)
        String sines = site.step("sines", "Gather", List.of(table(op, site, true), places)); // (seq, 1, headDim)
        String neighbours = site.part("neighbours");
        site.graph()
                .node(neighbours, "Gather", List.of(apart, exchanged(op, site)), List.of(neighbours))
                .attribute("axis", 3);
        String straight = site.step("straight", "Mul", List.of(apart, cosines));
        String across = site.step("across", "Mul", List.of(neighbours, sines));
        String turned = site.step("turned", "Add", List.of(straight, across));
        site.only("Reshape", List.of(turned, site.graph().longs(site.part("shape"), 0, 0, width)));
    }

    /** 1, 0, 3, 2 and so on: where the neighbour of each element of a head stands. */
    private static String exchanged(RotaryEmbedding op, OnnxSite site) {
        long[] exchanged = new long[op.headDim()];
        for (int i = 0; i < exchanged.length; i++) {
            exchanged[i] = i ^ 1;
        }
        return site.graph().longs(site.part("exchanged"), exchanged);
    }

    /** (positions, 1, headDim) */
    private static String table(RotaryEmbedding op, OnnxSite site, boolean sines) {
        int headDim = op.headDim();
        float[] table = new float[Math.multiplyExact(op.positions(), headDim)];
        for (int i = 0; i < table.length; i++) {
            int position = i / headDim;
            int element = i % headDim;
            int even = element - element % 2;
            double angle = position * Math.pow(op.base(), -(double) even / headDim);
            double sine = element == even ? -Math.sin(angle) : Math.sin(angle);
            table[i] = (float) (sines ? sine : Math.cos(angle));
        }
        String part = site.part(sines ? "sines.table" : "cosines.table");
        return site.graph().floats(part, table, op.positions(), 1, headDim);
    }
}
