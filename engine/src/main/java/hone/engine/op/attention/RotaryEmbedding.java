package hone.engine.op.attention;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Rotary position embedding (Su et al., "RoFormer", 2021): in each head, the pair of elements 2i and 2i + 1 is turned by
 * the angle position · base^(−2i / headDim). The product of a query and a key then depends on how far apart they stand
 * and not on where. Neighbours form a pair, as in Llama's own weights and in llama2.c; weights made for pairs half a
 * head apart must be reordered.
 *
 * <p>Inputs: x (batch, seq, heads·headDim) F32, and the position (1) I32 of the first row, which each run brings along.
 * Output: as x.
 *
 * @param headDim elements of a head, an even number
 * @param positions how many positions there may be: kernels keep the angles' sines and cosines
 * @param base of the geometric row of angles, 10000 as a rule
 */
public record RotaryEmbedding(int headDim, int positions, double base) implements Op {
    /** The base of the paper. */
    public static final double USUAL_BASE = 10_000;

    /** Input 1: where the first row stands. */
    public static final int POSITION = 1;

    /** As many positions as no model has, few enough for a table. */
    private static final int MOST_POSITIONS = 1 << 20;

    /** @throws InvalidInput if a head is odd or empty, or another number is out of its range */
    public RotaryEmbedding {
        if (headDim < 2 || headDim % 2 != 0) {
            throw new InvalidInput("a head to be rotated needs an even number of elements", "", "it has " + headDim);
        }
        if (positions < 1 || positions > MOST_POSITIONS) {
            throw new InvalidInput(
                    "the number of positions must be between 1 and " + MOST_POSITIONS, "", "it is " + positions);
        }
        if (!(base > 1 && base < Double.POSITIVE_INFINITY)) {
            throw new InvalidInput("the base of the rotation must be above 1 and finite", "", "it is " + base);
        }
    }

    @Override
    public String kind() {
        return "RotaryEmbedding";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        TensorType x = Expect.rank(Expect.dtype(inputs.get(0), DType.F32, "input"), 3, "input");
        AttentionShapes.requirePosition(inputs.get(POSITION));
        if (x.dim(2).max() % headDim != 0) {
            throw new InvalidInput(
                    "the input does not fall into heads", "", x.dim(2).max() + " elements, heads of " + headDim);
        }
        if (x.dim(1).max() > positions) {
            throw new InvalidInput(
                    "the input is longer than there are positions", "", x.dim(1).max() + " rows of " + positions);
        }
        return List.of(x);
    }

    /** Two products and a sum for each element; the sines and cosines are made once. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = outputs.getFirst();
        return new Cost(0, 3 * x.maxShape().elements(), inputs.get(0).maxBytes() + 4, x.maxBytes());
    }
}
