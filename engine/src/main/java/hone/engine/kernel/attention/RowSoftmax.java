package hone.engine.kernel.attention;

import hone.engine.kernel.math.LaneSums;
import hone.engine.kernel.math.VectorExp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The two passes of a softmax over a row of scores, a vector of scores at a time. Offsets are in bytes. */
final class RowSoftmax {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private RowSoftmax() {}

    /** The row's length with its padding: whole vectors. */
    static int padded(int count) {
        return (count + LENGTH - 1) / LENGTH * LENGTH;
    }

    /** Fills the padding of a row with scores whose exponential is 0. */
    static void pad(MemorySegment scores, long at, int count) {
        for (int j = count; j < padded(count); j++) {
            scores.set(ValueLayout.JAVA_FLOAT, at + (long) j * Float.BYTES, Float.NEGATIVE_INFINITY);
        }
    }

    /** The largest of a padded row's scores and of {@code start}. NaN does not count; its exponential passes it on. */
    static float largest(MemorySegment scores, long at, int count, float start) {
        FloatVector largest = FloatVector.broadcast(LANES, start);
        for (int j = 0; j < count; j += LENGTH) {
            FloatVector score = FloatVector.fromMemorySegment(LANES, scores, at + (long) j * Float.BYTES, ORDER);
            largest = largest.blend(score, score.compare(VectorOperators.GT, largest));
        }
        return largest.reduceLanes(VectorOperators.MAX);
    }

    /** Replaces each score of a padded row by exp(score − largest), and returns their sum. */
    static float exponentials(MemorySegment scores, long at, int count, float largest) {
        FloatVector sum = FloatVector.zero(LANES);
        for (int j = 0; j < count; j += LENGTH) {
            long place = at + (long) j * Float.BYTES;
            FloatVector score = FloatVector.fromMemorySegment(LANES, scores, place, ORDER);
            FloatVector weight = VectorExp.exp(score.sub(largest));
            weight.intoMemorySegment(scores, place, ORDER);
            sum = sum.add(weight);
        }
        return LaneSums.of(sum);
    }

    /** Divides a padded row by its sum. */
    static void divide(MemorySegment weights, long at, int count, float sum) {
        for (int j = 0; j < count; j += LENGTH) {
            long place = at + (long) j * Float.BYTES;
            FloatVector.fromMemorySegment(LANES, weights, place, ORDER)
                    .div(sum)
                    .intoMemorySegment(weights, place, ORDER);
        }
    }
}
