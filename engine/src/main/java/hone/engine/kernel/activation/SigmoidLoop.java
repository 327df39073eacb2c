package hone.engine.kernel.activation;

import hone.engine.kernel.math.VectorExp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The logistic function 1 / (1 + e⁻ˣ) a vector at a time: the exponential is a polynomial in every lane
 * ({@link VectorExp}).
 *
 * <p>Error: at most 2.5 units in the last place; a result below the least normal number is off by less than 2⁻¹²⁶.
 */
final class SigmoidLoop {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private SigmoidLoop() {}

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
        return broadcast(1).div(VectorExp.exp(x.neg()).add(1));
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(LANES, value);
    }
}
