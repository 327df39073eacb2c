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
        // A loop for each stride: a vector that comes from one of two ways may become an object
        if (stride == 1) {
            largestOfNeighbours(row, from, kernel, y, to, count);
        } else {
            largestOfEveryOther(row, from, kernel, y, to, count);
        }
    }

    private static void largestOfNeighbours(
            MemorySegment row, long from, int kernel, MemorySegment y, long to, int count) {
        for (int place = 0; place < count; place += LENGTH) {
            int j = start(place, count);
            long at = from + (long) j * Float.BYTES;
            FloatVector largest = FloatVector.fromMemorySegment(LANES, row, at, ORDER);
            for (int q = 1; q < kernel; q++) {
                largest = largest.max(FloatVector.fromMemorySegment(LANES, row, at + (long) q * Float.BYTES, ORDER));
            }
            store(largest, y, to, j, count);
        }
    }

    private static void largestOfEveryOther(
            MemorySegment row, long from, int kernel, MemorySegment y, long to, int count) {
        for (int place = 0; place < count; place += LENGTH) {
            int j = start(place, count);
            long at = from + 2L * j * Float.BYTES;
            FloatVector largest = everyOther(row, at);
            for (int q = 1; q < kernel; q++) {
                largest = largest.max(everyOther(row, at + (long) q * Float.BYTES));
            }
            store(largest, y, to, j, count);
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
        if (stride == 1) {
            meanOfNeighbours(row, from, kernel, columns, rows, y, to, count);
        } else {
            meanOfEveryOther(row, from, kernel, columns, rows, y, to, count);
        }
    }

    private static void meanOfNeighbours(
            MemorySegment row,
            long from,
            int kernel,
            MemorySegment columns,
            int rows,
            MemorySegment y,
            long to,
            int count) {
        for (int place = 0; place < count; place += LENGTH) {
            int j = start(place, count);
            long at = from + (long) j * Float.BYTES;
            FloatVector sum = FloatVector.fromMemorySegment(LANES, row, at, ORDER);
            for (int q = 1; q < kernel; q++) {
                sum = sum.add(FloatVector.fromMemorySegment(LANES, row, at + (long) q * Float.BYTES, ORDER));
            }
            store(sum.div(pixels(columns, j, rows)), y, to, j, count);
        }
    }

    private static void meanOfEveryOther(
            MemorySegment row,
            long from,
            int kernel,
            MemorySegment columns,
            int rows,
            MemorySegment y,
            long to,
            int count) {
        for (int place = 0; place < count; place += LENGTH) {
            int j = start(place, count);
            long at = from + 2L * j * Float.BYTES;
            FloatVector sum = everyOther(row, at);
            for (int q = 1; q < kernel; q++) {
                sum = sum.add(everyOther(row, at + (long) q * Float.BYTES));
            }
            store(sum.div(pixels(columns, j, rows)), y, to, j, count);
        }
    }

    /** Where a vector begins: the last one overlaps the one before rather than reaching beyond the end. */
    private static int start(int place, int count) {
        return count < LENGTH ? place : Math.min(place, count - LENGTH);
    }

    // ---- Small, so that they are inlined always ----

    /** The pixels at which neighbouring windows begin that are two pixels apart. */
    private static FloatVector everyOther(MemorySegment row, long at) {
        FloatVector first = FloatVector.fromMemorySegment(LANES, row, at, ORDER);
        FloatVector second = FloatVector.fromMemorySegment(LANES, row, at + VECTOR, ORDER);
        return second.rearrange(EVERY_OTHER).blend(first.rearrange(EVERY_OTHER), FIRST_HALF);
    }

    /** How many pixels each window has. */
    private static FloatVector pixels(MemorySegment columns, int j, int rows) {
        return FloatVector.fromMemorySegment(LANES, columns, (long) j * Float.BYTES, ORDER)
                .mul((float) rows);
    }

    /** Writes the results from window {@code j} on, as many of them as there are. */
    private static void store(FloatVector results, MemorySegment y, long to, int j, int count) {
        long at = to + (long) j * Float.BYTES;
        if (j <= count - LENGTH) {
            results.intoMemorySegment(y, at, ORDER);
        } else {
            results.intoMemorySegment(y, at, ORDER, LANES.indexInRange(j, count));
        }
    }
}
