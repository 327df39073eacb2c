package hone.engine.kernel.activation;

import hone.engine.kernel.math.VectorExp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The hyperbolic tangent a vector at a time. From |x| = 0.55 on it is 1 − 2 / (e^(2|x|) + 1) with the sign of x. Below,
 * where that would cancel digits, it is x + x³ · P(x²), a polynomial of degree 4 in x² from the Remez exchange algorithm in
 * 50 digits (relative error 2⁻²⁹·⁸). Both are computed and the right one is blended in: a branch would have to go one way
 * for all lanes.
 *
 * <p>Error: at most 2 units in the last place.
 */
final class TanhLoop {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Where the two forms meet. */
    private static final float NEAR = 0.55f;

    // Kept as vectors, as the compiler could not take in all the broadcasts beside the exponential (decision 11)
    private static final FloatVector ONE = broadcast(1);
    private static final FloatVector TWO = broadcast(2);

    /** The coefficients of P. */
    private static final FloatVector C0 = broadcast(-0.33333316f);

    private static final FloatVector C1 = broadcast(0.13332586f);
    private static final FloatVector C2 = broadcast(-0.05385231f);
    private static final FloatVector C3 = broadcast(0.021071678f);
    private static final FloatVector C4 = broadcast(-0.006274239f);

    private TanhLoop() {}

    /** As {@link ActivationLoops#run} says, for rows of at least a vector. */
    static void run(
            MemorySegment input, long xAt, long xRow, MemorySegment y, long yAt, long yRow, int rows, int count) {
        int last = count - LANES.length();
        for (int row = 0; row < rows; row++) {
            long from = xAt + row * xRow;
            long to = yAt + row * yRow;
            FloatVector next = FloatVector.fromMemorySegment(LANES, input, from, ORDER);
            for (int i = 0; i < count; i += LANES.length()) {
                FloatVector x = next;
                next = FloatVector.fromMemorySegment(
                        LANES, input, from + 4L * Math.min(i + LANES.length(), last), ORDER);
                FloatVector size = x.abs();
                FloatVector far = ONE.sub(TWO.div(VectorExp.exp(size.add(size)).add(1)));
                FloatVector z = x.mul(x);
                FloatVector p = z.fma(C4, C3);
                p = p.fma(z, C2);
                p = p.fma(z, C1);
                p = p.fma(z, C0);
                FloatVector near = p.mul(z).fma(x, x);
                FloatVector result = far.blend(far.neg(), x.compare(VectorOperators.LT, 0F))
                        .blend(near, size.compare(VectorOperators.LT, NEAR));
                result.intoMemorySegment(y, to + 4L * Math.min(i, last), ORDER);
            }
        }
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(LANES, value);
    }
}
