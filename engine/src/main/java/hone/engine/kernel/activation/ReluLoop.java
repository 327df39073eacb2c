package hone.engine.kernel.activation;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The rectifier a vector at a time, without a branch: compare, then blend in zeros; NaN is not less than zero and stays
 * NaN.
 */
final class ReluLoop {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private ReluLoop() {}

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
        return x.blend(0F, x.compare(VectorOperators.LE, 0F));
    }
}
