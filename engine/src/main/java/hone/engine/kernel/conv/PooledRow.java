package hone.engine.kernel.conv;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of results from the convolution's rows, which are still in the first cache: the largest of each window, then the
 * rectifier, which may come after since it never turns the order of two numbers round. With channels in the lanes both
 * are plain operations on whole vectors.
 */
final class PooledRow {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    /** Nothing is at most this. */
    private static final float NOTHING = Float.NaN;

    private PooledRow() {}

    /**
     * One vector of channels of any windows.
     *
     * @param sums the first window's first pixel is at element {@code at}
     * @param row from one row of the convolution to the next
     * @param pixel from one of its pixels to the next
     * @param step from one window to the next
     * @param count of windows
     * @param next from one result to the next
     */
    static void largest(
            float[] sums,
            int at,
            int row,
            int pixel,
            int height,
            int width,
            int step,
            int count,
            boolean rectify,
            float[] to,
            int target,
            int next) {
        FloatVector zero = FloatVector.zero(LANES);
        FloatVector most = FloatVector.broadcast(LANES, rectify ? 0 : NOTHING);
        for (int j = 0; j < count; j++) {
            int corner = at + j * step;
            FloatVector largest = FloatVector.fromArray(LANES, sums, corner);
            for (int i = 0; i < height; i++) {
                for (int q = i == 0 ? 1 : 0; q < width; q++) {
                    largest = largest.max(FloatVector.fromArray(LANES, sums, corner + i * row + q * pixel));
                }
            }
            largest.blend(zero, largest.compare(VectorOperators.LE, most)).intoArray(to, target + j * next);
        }
    }

    /** The same for windows of 2 × 2, the usual ones. */
    static void largestOfFour(
            float[] sums,
            int at,
            int row,
            int pixel,
            int step,
            int count,
            boolean rectify,
            float[] to,
            int target,
            int next) {
        FloatVector zero = FloatVector.zero(LANES);
        FloatVector most = FloatVector.broadcast(LANES, rectify ? 0 : NOTHING);
        for (int j = 0; j < count; j++) {
            int corner = at + j * step;
            FloatVector left =
                    FloatVector.fromArray(LANES, sums, corner).max(FloatVector.fromArray(LANES, sums, corner + row));
            FloatVector right = FloatVector.fromArray(LANES, sums, corner + pixel)
                    .max(FloatVector.fromArray(LANES, sums, corner + row + pixel));
            FloatVector largest = left.max(right);
            largest.blend(zero, largest.compare(VectorOperators.LE, most)).intoArray(to, target + j * next);
        }
    }

    /** The same without a pooling. */
    static void copy(float[] sums, int at, int pixel, int count, boolean rectify, float[] to, int target, int next) {
        FloatVector zero = FloatVector.zero(LANES);
        FloatVector most = FloatVector.broadcast(LANES, rectify ? 0 : NOTHING);
        for (int j = 0; j < count; j++) {
            FloatVector sum = FloatVector.fromArray(LANES, sums, at + j * pixel);
            sum.blend(zero, sum.compare(VectorOperators.LE, most)).intoArray(to, target + j * next);
        }
    }
}
