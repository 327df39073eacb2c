package hone.engine.kernel.activation;

import hone.engine.kernel.math.VectorExp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exact Gaussian error linear unit a vector at a time: x times the share Φ(x) of a normal distribution that lies
 * below x. The share beyond |x| is tail = e^(−x²/2) · t · P(t) with t = 1 / (1 + 0.3 |x|), as {@link NormalTail} explains;
 * Φ(x) is the tail itself below 0 and 1 − tail above, so that no digits cancel on either side.
 *
 * <p>Error: at most 8 units in the last place for x ≥ 0, and 8 + x²/2 below, where the rounding of the exponent x²/2 makes
 * itself felt. A tail below 2⁻¹²⁶ is 0.
 */
final class GeluErfLoop {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    // Kept as vectors, as the compiler could not take in all the broadcasts beside the exponential (decision 11)
    private static final FloatVector P0 = broadcast((float) NormalTail.P0);
    private static final FloatVector P1 = broadcast((float) NormalTail.P1);
    private static final FloatVector P2 = broadcast((float) NormalTail.P2);
    private static final FloatVector P3 = broadcast((float) NormalTail.P3);
    private static final FloatVector P4 = broadcast((float) NormalTail.P4);
    private static final FloatVector P5 = broadcast((float) NormalTail.P5);
    private static final FloatVector P6 = broadcast((float) NormalTail.P6);
    private static final FloatVector P7 = broadcast((float) NormalTail.P7);
    private static final FloatVector P8 = broadcast((float) NormalTail.P8);
    private static final FloatVector P9 = broadcast((float) NormalTail.P9);

    private static final FloatVector RATE = broadcast(NormalTail.RATE);
    private static final FloatVector ONE = broadcast(1);

    private GeluErfLoop() {}

    /**
     * As {@link ActivationLoops#run} says, for rows of at least a vector. The exponential comes first: a method that has
     * grown to 8000 bytes of bytecode takes in no more calls but those the Vector API forces upon it, and a vector that
     * crosses a real call becomes an object.
     */
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
                FloatVector power = VectorExp.exp(x.mul(x).mul(-0.5f));
                FloatVector t = ONE.div(x.abs().fma(RATE, ONE));
                FloatVector p = t.fma(P9, P8);
                p = p.fma(t, P7);
                p = p.fma(t, P6);
                p = p.fma(t, P5);
                p = p.fma(t, P4);
                p = p.fma(t, P3);
                p = p.fma(t, P2);
                p = p.fma(t, P1);
                p = p.fma(t, P0);
                FloatVector tail = power.mul(p.mul(t));
                FloatVector share = tail.blend(ONE.sub(tail), x.compare(VectorOperators.GT, 0F));
                share.mul(x).intoMemorySegment(y, to + 4L * Math.min(i, last), ORDER);
            }
        }
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(LANES, value);
    }
}
