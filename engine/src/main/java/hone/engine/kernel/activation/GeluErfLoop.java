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

    private static final float P0 = (float) NormalTail.P0;
    private static final float P1 = (float) NormalTail.P1;
    private static final float P2 = (float) NormalTail.P2;
    private static final float P3 = (float) NormalTail.P3;
    private static final float P4 = (float) NormalTail.P4;
    private static final float P5 = (float) NormalTail.P5;
    private static final float P6 = (float) NormalTail.P6;
    private static final float P7 = (float) NormalTail.P7;
    private static final float P8 = (float) NormalTail.P8;
    private static final float P9 = (float) NormalTail.P9;

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
                FloatVector one = FloatVector.broadcast(LANES, 1);
                FloatVector power = VectorExp.exp(x.mul(x).mul(-0.5f));
                FloatVector t = one.div(x.abs().fma(FloatVector.broadcast(LANES, NormalTail.RATE), one));
                FloatVector p = t.fma(FloatVector.broadcast(LANES, P9), FloatVector.broadcast(LANES, P8));
                p = p.fma(t, FloatVector.broadcast(LANES, P7));
                p = p.fma(t, FloatVector.broadcast(LANES, P6));
                p = p.fma(t, FloatVector.broadcast(LANES, P5));
                p = p.fma(t, FloatVector.broadcast(LANES, P4));
                p = p.fma(t, FloatVector.broadcast(LANES, P3));
                p = p.fma(t, FloatVector.broadcast(LANES, P2));
                p = p.fma(t, FloatVector.broadcast(LANES, P1));
                p = p.fma(t, FloatVector.broadcast(LANES, P0));
                FloatVector tail = power.mul(p.mul(t));
                FloatVector share = tail.blend(one.sub(tail), x.compare(VectorOperators.GT, 0F));
                share.mul(x).intoMemorySegment(y, to + 4L * Math.min(i, last), ORDER);
            }
        }
    }
}
