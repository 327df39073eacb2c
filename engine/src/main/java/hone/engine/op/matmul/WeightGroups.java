package hone.engine.op.matmul;

import hone.engine.InvalidInput;
import hone.engine.op.check.Expect;
import hone.engine.tensor.TensorType;

/**
 * Groups of neighbouring inputs whose weights share a scale, in every row of a quantized weight: the smaller the group,
 * the less one large weight coarsens the steps of the others. Sizes are powers of two from {@link #SMALLEST} on, so that
 * groups begin where vectors do; the last group of a row may be shorter.
 */
public final class WeightGroups {
    /** The smallest group. */
    public static final int SMALLEST = 32;

    private WeightGroups() {}

    /** How many groups a row of {@code k} weights has; at least one. */
    public static int count(int groupSize, long k) {
        return Math.toIntExact(Math.max(1, (k + groupSize - 1) / groupSize));
    }

    static void check(int groupSize) {
        if (groupSize < SMALLEST || Integer.bitCount(groupSize) != 1) {
            throw new InvalidInput(
                    "a group must be a power of two of at least " + SMALLEST + " weights", "", "it is " + groupSize);
        }
    }

    /** Expects one scale for each output and group. */
    static void expectScales(TensorType scale, TensorType weight, int groupSize, long k) {
        Expect.rank(scale, 2, "scale");
        Expect.same(scale, TensorType.f32(weight.dim(0).max(), count(groupSize, k)), "scale");
    }
}
