package hone.engine.kernel.activation;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
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

    /** As {@link ActivationLoops#run} says, for rows of at least a vector. */
    static void run(MemorySegment x, long xAt, long xRow, MemorySegment y, long yAt, long yRow, int rows, int count) {
        long last = (long) (count - LANES.length()) * Float.BYTES;
        for (int row = 0; row < rows; row++) {
            long from = xAt + row * xRow;
            long to = yAt + row * yRow;
            FloatVector end = FloatVector.fromMemorySegment(LANES, x, from + last, ORDER);
            for (long at = 0; at < last; at += LANES.vectorByteSize()) {
                FloatVector v = FloatVector.fromMemorySegment(LANES, x, from + at, ORDER);
                v.blend(0F, v.compare(VectorOperators.LE, 0F)).intoMemorySegment(y, to + at, ORDER);
            }
            end.blend(0F, end.compare(VectorOperators.LE, 0F)).intoMemorySegment(y, to + last, ORDER);
        }
    }
}
