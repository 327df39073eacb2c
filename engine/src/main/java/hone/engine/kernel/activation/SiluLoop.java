package hone.engine.kernel.activation;

import hone.engine.kernel.math.VectorExp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sigmoid-weighted linear unit x / (1 + e⁻ˣ) a vector at a time.
 *
 * <p>Error: at most 2.5 units in the last place. Where e⁻ˣ exceeds the floats (x &lt; −88.72283) the result is −0, off by
 * less than 2⁻¹²¹.
 */
final class SiluLoop {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private SiluLoop() {}

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
                FloatVector result = x.div(VectorExp.exp(x.neg()).add(1));
                result.intoMemorySegment(y, to + 4L * Math.min(i, last), ORDER);
            }
        }
    }
}
