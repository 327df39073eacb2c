package hone.engine.kernel.attention;

import hone.engine.kernel.math.LaneSums;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The gradient of a row of scores by way of their softmax, a vector at a time. Offsets are in bytes. */
final class SlopeRows {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private SlopeRows() {}

    /** Σ weights · slopes over {@code count} elements of two rows of one segment. */
    static float dot(MemorySegment rows, long weights, long slopes, int count) {
        FloatVector sum = FloatVector.zero(LANES);
        int j = 0;
        for (; j < LANES.loopBound(count); j += LENGTH) {
            FloatVector weight = FloatVector.fromMemorySegment(LANES, rows, weights + 4L * j, ORDER);
            sum = weight.fma(FloatVector.fromMemorySegment(LANES, rows, slopes + 4L * j, ORDER), sum);
        }
        float total = LaneSums.of(sum);
        for (; j < count; j++) {
            total += rows.get(F32, weights + 4L * j) * rows.get(F32, slopes + 4L * j);
        }
        return total;
    }

    /** slopes = weights · (slopes − mean) · scale, in place. */
    static void finish(MemorySegment rows, long weights, long slopes, int count, float mean, float scale) {
        int j = 0;
        for (; j < LANES.loopBound(count); j += LENGTH) {
            FloatVector weight = FloatVector.fromMemorySegment(LANES, rows, weights + 4L * j, ORDER);
            FloatVector.fromMemorySegment(LANES, rows, slopes + 4L * j, ORDER)
                    .sub(mean)
                    .mul(weight)
                    .mul(scale)
                    .intoMemorySegment(rows, slopes + 4L * j, ORDER);
        }
        for (; j < count; j++) {
            float slope = (rows.get(F32, slopes + 4L * j) - mean) * rows.get(F32, weights + 4L * j) * scale;
            rows.set(F32, slopes + 4L * j, slope);
        }
    }

    /** Writes a row as a column: element j goes to byte {@code to} + j · {@code stride}. */
    static void turn(MemorySegment rows, long row, int count, long to, long stride) {
        for (int j = 0; j < count; j++) {
            rows.set(F32, to + j * stride, rows.get(F32, row + 4L * j));
        }
    }
}
