package hone.engine.kernel.pool;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** One row of results at a time: image rows reduced to one, then that row's windows. All offsets are in bytes. */
final class PoolRows {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Lanes 0, 2, 4 … of a vector, twice: once for each half of the result. */
    private static final VectorShuffle<Float> EVERY_OTHER = VectorShuffle.fromOp(LANES, lane -> 2 * lane % LENGTH);

    private static final VectorMask<Float> FIRST_HALF = LANES.indexInRange(0, LENGTH / 2);

    private PoolRows() {}

    /** Bytes of one worker's row: the padded image row, and what whole vectors read beyond the last window. */
    static long rowBytes(PoolShape shape) {
        long image = shape.width() + 2L * shape.op().padding().width();
        long windows = (shape.outWidth() + 2L * LENGTH) * shape.op().stride().width()
                + shape.op().kernel().width();
        return Math.ceilDiv((Math.max(image, windows) + LENGTH) * Float.BYTES, 64L) * 64;
    }

    /** Bytes of the counts, in whole vectors. */
    static long countBytes(PoolShape shape) {
        return (long) Math.ceilDiv(shape.outWidth(), LENGTH) * VECTOR;
    }

    /** The largest of {@code rows} pixels one below the other, for each of {@code width} columns. */
    static void largestDown(MemorySegment x, long at, int width, int rows, MemorySegment row, long to) {
        long next = (long) width * Float.BYTES;
        for (int place = 0; place < width; place += LENGTH) {
            int j = start(place, width);
            long pixel = at + (long) j * Float.BYTES;
            if (j <= width - LENGTH) {
                FloatVector largest = FloatVector.fromMemorySegment(LANES, x, pixel, ORDER);
                for (int i = 1; i < rows; i++) {
                    largest = largest.max(FloatVector.fromMemorySegment(LANES, x, pixel + i * next, ORDER));
                }
                largest.intoMemorySegment(row, to + (long) j * Float.BYTES, ORDER);
            } else {
                VectorMask<Float> mask = LANES.indexInRange(j, width);
                FloatVector largest = FloatVector.fromMemorySegment(LANES, x, pixel, ORDER, mask);
                for (int i = 1; i < rows; i++) {
                    largest = largest.max(FloatVector.fromMemorySegment(LANES, x, pixel + i * next, ORDER, mask));
                }
                largest.intoMemorySegment(row, to + (long) j * Float.BYTES, ORDER, mask);
            }
        }
    }

    /** The same with sums. */
    static void sumDown(MemorySegment x, long at, int width, int rows, MemorySegment row, long to) {
        long next = (long) width * Float.BYTES;
        for (int place = 0; place < width; place += LENGTH) {
            int j = start(place, width);
            long pixel = at + (long) j * Float.BYTES;
            if (j <= width - LENGTH) {
                FloatVector sum = FloatVector.fromMemorySegment(LANES, x, pixel, ORDER);
                for (int i = 1; i < rows; i++) {
                    sum = sum.add(FloatVector.fromMemorySegment(LANES, x, pixel + i * next, ORDER));
                }
                sum.intoMemorySegment(row, to + (long) j * Float.BYTES, ORDER);
            } else {
                VectorMask<Float> mask = LANES.indexInRange(j, width);
                FloatVector sum = FloatVector.fromMemorySegment(LANES, x, pixel, ORDER, mask);
                for (int i = 1; i < rows; i++) {
                    sum = sum.add(FloatVector.fromMemorySegment(LANES, x, pixel + i * next, ORDER, mask));
                }
                sum.intoMemorySegment(row, to + (long) j * Float.BYTES, ORDER, mask);
            }
        }
    }

    /**
     * The largest of each window of one row.
     *
     * @param stride 1 or 2
     * @param count of windows
     */
    static void largestAcross(
            MemorySegment row, long from, int kernel, int stride, MemorySegment y, long to, int count) {
        for (int place = 0; place < count; place += LENGTH) {
            int j = start(place, count);
            long at = from + (long) j * stride * Float.BYTES;
            FloatVector largest = pick(row, at, stride);
            for (int q = 1; q < kernel; q++) {
                largest = largest.max(pick(row, at + (long) q * Float.BYTES, stride));
            }
            if (j <= count - LENGTH) {
                largest.intoMemorySegment(y, to + (long) j * Float.BYTES, ORDER);
            } else {
                largest.intoMemorySegment(y, to + (long) j * Float.BYTES, ORDER, LANES.indexInRange(j, count));
            }
        }
    }

    /**
     * The mean of each window of one row of sums.
     *
     * @param columns how many image columns each window looks at, in whole vectors
     * @param rows how many image rows the sums are of
     */
    static void meanAcross(
            MemorySegment row,
            long from,
            int kernel,
            int stride,
            MemorySegment columns,
            int rows,
            MemorySegment y,
            long to,
            int count) {
        for (int place = 0; place < count; place += LENGTH) {
            int j = start(place, count);
            long at = from + (long) j * stride * Float.BYTES;
            FloatVector sum = pick(row, at, stride);
            for (int q = 1; q < kernel; q++) {
                sum = sum.add(pick(row, at + (long) q * Float.BYTES, stride));
            }
            FloatVector pixels = FloatVector.fromMemorySegment(LANES, columns, (long) j * Float.BYTES, ORDER)
                    .mul((float) rows);
            FloatVector mean = sum.div(pixels);
            if (j <= count - LENGTH) {
                mean.intoMemorySegment(y, to + (long) j * Float.BYTES, ORDER);
            } else {
                mean.intoMemorySegment(y, to + (long) j * Float.BYTES, ORDER, LANES.indexInRange(j, count));
            }
        }
    }

    /** Where a vector begins: the last one overlaps the one before rather than reaching beyond the end. */
    private static int start(int place, int count) {
        return count < LENGTH ? place : Math.min(place, count - LENGTH);
    }

    /** The pixels at which neighbouring windows begin; small enough to be inlined always. */
    private static FloatVector pick(MemorySegment row, long at, int stride) {
        FloatVector first = FloatVector.fromMemorySegment(LANES, row, at, ORDER);
        if (stride == 1) {
            return first;
        }
        FloatVector second = FloatVector.fromMemorySegment(LANES, row, at + VECTOR, ORDER);
        return second.rearrange(EVERY_OTHER).blend(first.rearrange(EVERY_OTHER), FIRST_HALF);
    }
}
