package hone.engine.kernel.attention;

import hone.engine.kernel.math.LaneSums;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Looks through rows of values for NaN and infinities. Offsets are in bytes. */
final class FiniteRows {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private FiniteRows() {}

    /** Whether all elements of {@code rows} values are numbers: 0 times anything else is not 0. */
    static boolean check(MemorySegment v, long v0, long vRow, int rows, int headDim) {
        FloatVector zeros = FloatVector.zero(LANES);
        float zero = 0;
        int bound = LANES.loopBound(headDim);
        for (int j = 0; j < rows; j++) {
            long at = v0 + j * vRow;
            for (int c = 0; c < bound; c += LANES.length()) {
                zeros = FloatVector.fromMemorySegment(LANES, v, at + (long) c * Float.BYTES, ORDER)
                        .fma(FloatVector.zero(LANES), zeros);
            }
            for (int c = bound; c < headDim; c++) {
                zero += v.get(F32, at + (long) c * Float.BYTES) * 0;
            }
        }
        return zero + LaneSums.of(zeros) == 0;
    }
}
