package hone.engine.kernel.pool;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The largest of each 2 × 2 pixels, the usual pooling, in one pass: two vectors of one row and two of the row below become
 * two of the larger pixels, and their even and odd lanes one of results. {@link PoolRows} does the same for any window,
 * with a row of memory between the two steps.
 */
final class PairedPool {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(LANES, lane -> 2 * lane % LENGTH);
    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(LANES, lane -> (2 * lane + 1) % LENGTH);

    /** Lanes that take their pixel from the second of two vectors. */
    private static final VectorMask<Float> SECOND =
            LANES.indexInRange(0, LENGTH / 2).not();

    private final PoolShape shape;

    // Of the last results of a row, which do not fill a vector. Made once: made in each run they may be objects
    private final VectorMask<Float> first;
    private final VectorMask<Float> second;
    private final VectorMask<Float> results;

    PairedPool(PoolShape shape) {
        this.shape = shape;
        int rest = shape.outWidth() % LENGTH;
        first = LANES.indexInRange(0, 2 * rest);
        second = LANES.indexInRange(LENGTH, 2 * rest);
        results = LANES.indexInRange(0, rest);
    }

    /**
     * Some channels.
     *
     * @param from the first channel, counted over all images
     * @param to the channel after the last
     */
    void run(MemorySegment x, MemorySegment y, long from, long to) {
        int count = shape.outWidth();
        int rows = shape.outHeight();
        long below = (long) shape.width() * Float.BYTES;
        for (long plane = from; plane < to; plane++) {
            for (int row = 0; row < rows; row++) {
                long at = (plane * shape.height() + 2L * row) * below;
                long target = (plane * rows + row) * count * Float.BYTES;
                int j = 0;
                for (; j <= count - LENGTH; j += LENGTH) {
                    FloatVector left = FloatVector.fromMemorySegment(LANES, x, at, ORDER)
                            .max(FloatVector.fromMemorySegment(LANES, x, at + below, ORDER));
                    FloatVector right = FloatVector.fromMemorySegment(LANES, x, at + VECTOR, ORDER)
                            .max(FloatVector.fromMemorySegment(LANES, x, at + below + VECTOR, ORDER));
                    left.rearrange(EVEN)
                            .blend(right.rearrange(EVEN), SECOND)
                            .max(left.rearrange(ODD).blend(right.rearrange(ODD), SECOND))
                            .intoMemorySegment(y, target, ORDER);
                    at += 2 * VECTOR;
                    target += VECTOR;
                }
                if (j < count) {
                    FloatVector left = FloatVector.fromMemorySegment(LANES, x, at, ORDER, first)
                            .max(FloatVector.fromMemorySegment(LANES, x, at + below, ORDER, first));
                    FloatVector right = FloatVector.fromMemorySegment(LANES, x, at + VECTOR, ORDER, second)
                            .max(FloatVector.fromMemorySegment(LANES, x, at + below + VECTOR, ORDER, second));
                    left.rearrange(EVEN)
                            .blend(right.rearrange(EVEN), SECOND)
                            .max(left.rearrange(ODD).blend(right.rearrange(ODD), SECOND))
                            .intoMemorySegment(y, target, ORDER, results);
                }
            }
        }
    }
}
