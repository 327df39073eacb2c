package hone.engine.kernel.activation;

import hone.engine.kernel.math.VectorExp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The approximate Gaussian error linear unit a vector at a time. Since (1 + tanh u) / 2 = 1 / (1 + e⁻²ᵘ), it is
 * x / (1 + e⁻²ᵘ) with 2u = 2 √(2/π) · (x + 0.044715 x³): one exponential and one division, and no digits cancel where x is
 * far below 0.
 *
 * <p>Error: at most 2.5 units in the last place for x ≥ 0. Below, the exponent −2u is rounded before it is used, and its
 * error grows with it: 2.5 units, and 2.5 more for each unit of −2u. Where e⁻²ᵘ exceeds the floats the result is −0, off
 * by less than 2⁻¹²⁴.
 */
final class GeluTanhLoop {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** −2 √(2/π), and that times 0.044715. */
    private static final float LINEAR = -1.5957692f;

    private static final float CUBIC = -0.071354814f;

    private GeluTanhLoop() {}

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
                FloatVector slope = x.mul(x).fma(broadcast(CUBIC), broadcast(LINEAR));
                FloatVector result = x.div(VectorExp.exp(slope.mul(x)).add(1));
                result.intoMemorySegment(y, to + 4L * Math.min(i, last), ORDER);
            }
        }
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(LANES, value);
    }
}
