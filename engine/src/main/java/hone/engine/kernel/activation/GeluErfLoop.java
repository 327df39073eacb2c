package hone.engine.kernel.activation;

import hone.engine.kernel.math.VectorExp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
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

    private GeluErfLoop() {}

    /** As {@link ActivationLoops#run} says. */
    static void run(MemorySegment x, long xAt, long xRow, MemorySegment y, long yAt, long yRow, int rows, int count) {
        int whole = LANES.loopBound(count);
        VectorMask<Float> rest = LANES.indexInRange(whole, count);
        for (int row = 0; row < rows; row++) {
            long from = xAt + row * xRow;
            long to = yAt + row * yRow;
            for (int i = 0; i < whole; i += LANES.length()) {
                long at = (long) i * Float.BYTES;
                of(FloatVector.fromMemorySegment(LANES, x, from + at, ORDER)).intoMemorySegment(y, to + at, ORDER);
            }
            if (whole < count) {
                long at = (long) whole * Float.BYTES;
                of(FloatVector.fromMemorySegment(LANES, x, from + at, ORDER, rest))
                        .intoMemorySegment(y, to + at, ORDER, rest);
            }
        }
    }

    /** Small, so that the compiler puts it into the loop: a vector that crosses a real call becomes an object. */
    private static FloatVector of(FloatVector x) {
        FloatVector t = broadcast(1).div(x.abs().fma(broadcast(NormalTail.RATE), broadcast(1)));
        FloatVector p = t.fma(broadcast((float) NormalTail.P9), broadcast((float) NormalTail.P8));
        p = p.fma(t, broadcast((float) NormalTail.P7));
        p = p.fma(t, broadcast((float) NormalTail.P6));
        p = p.fma(t, broadcast((float) NormalTail.P5));
        p = p.fma(t, broadcast((float) NormalTail.P4));
        p = p.fma(t, broadcast((float) NormalTail.P3));
        p = p.fma(t, broadcast((float) NormalTail.P2));
        p = p.fma(t, broadcast((float) NormalTail.P1));
        p = p.fma(t, broadcast((float) NormalTail.P0));
        FloatVector tail = VectorExp.exp(x.mul(x).mul(-0.5f)).mul(p.mul(t));
        return tail.blend(broadcast(1).sub(tail), x.compare(VectorOperators.GT, 0F))
                .mul(x);
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(LANES, value);
    }
}
