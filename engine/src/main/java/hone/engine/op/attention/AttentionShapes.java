package hone.engine.op.attention;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;

/** What both forms of attention ask of their inputs, and what both cost. */
final class AttentionShapes {
    /** A position: one number, which each run brings along. */
    private static final TensorType POSITION = TensorType.of(DType.I32, Shape.of(1));

    /** Scaling, comparing, subtracting, exponentiating and adding up one score. */
    private static final long OPS_PER_SCORE = 5;

    private AttentionShapes() {}

    /** The queries' type, if they are (batch, seq, heads·headDim). */
    static TensorType queries(TensorType type, int heads) {
        TensorType q = Expect.rank(Expect.dtype(type, DType.F32, "queries"), 3, "queries");
        long width = Expect.fixed(q, 2, "queries");
        if (width % heads != 0 || width == 0) {
            throw new InvalidInput("the queries do not fall into heads", "", width + " elements for " + heads);
        }
        return q;
    }

    /** Rows of keys or values must have kvHeads·headDim elements. */
    static void requireWidth(TensorType type, TensorType queries, int heads, int kvHeads) {
        long expected = queries.dim(2).max() / heads * kvHeads;
        long width = Expect.fixed(type, type.rank() - 1, "keys and values");
        if (width != expected) {
            throw new InvalidInput(
                    "keys and values have the wrong width",
                    "",
                    width + " instead of " + expected + ": " + kvHeads + " heads of "
                            + queries.dim(2).max() / heads);
        }
    }

    /**
     * The last of these inputs may be left out: the position of the first row, which is 0 then.
     *
     * @param place of the position among the inputs, the last
     */
    static void requireOptionalPosition(List<TensorType> inputs, int place) {
        if (inputs.size() != place) {
            Expect.count(inputs, place + 1);
            requirePosition(inputs.get(place));
        }
    }

    static void requirePosition(TensorType type) {
        Expect.same(type, POSITION, "position and one I32");
    }

    /**
     * Two multiply-adds for each element of a head and each pair of a query and a key that are seen together: one in the
     * score, one in the weighted sum.
     *
     * @param pairs of one head and one sample
     * @param outputs the one output, concrete
     */
    static Cost cost(int heads, long pairs, List<TensorType> inputs, List<TensorType> outputs) {
        TensorType out = outputs.getFirst();
        long scores = out.dim(0).max() * heads * pairs;
        long headDim = out.dim(2).max() / heads;
        return new Cost(
                2 * 2 * scores * headDim,
                OPS_PER_SCORE * scores + out.maxShape().elements(),
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                out.maxBytes());
    }

    /** Pairs of {@code seq} queries and {@code keys} keys where the last query sees all, the one before one less. */
    static long causalPairs(long seq, long keys) {
        return seq * (keys - seq) + seq * (seq + 1) / 2;
    }
}
