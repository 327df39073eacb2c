package hone.engine.kernel.conv;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The patches of one output row, each in one piece: {@code [column][kernel row][channel]}. Im2col copies a pixel once for
 * each element of the kernel. This copies it once for each <em>row</em> of the kernel, below one another; the patches of
 * neighbouring outputs then overlap in memory as they do in the image, and each is one stretch of kernel width × kernel
 * height × channels floats. A convolution of that row is a matrix product whose first factor has overlapping rows.
 */
final class PatchRow {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();

    private PatchRow() {}

    static int elements(ConvShape conv, int columns) {
        return Math.multiplyExact(columns, conv.kernelHeight() * conv.channels());
    }

    /**
     * Makes the patches.
     *
     * @param from element of the first pixel of the first kernel row in {@link PixelRows}
     * @param row from one kernel row to the next
     */
    static void fill(ConvShape conv, int columns, float[] pixels, int from, int row, float[] patches, int to) {
        int channels = conv.channels();
        int column = channels * conv.kernelHeight();
        for (int i = 0; i < conv.kernelHeight(); i++) {
            int source = from + i * row;
            int target = to + i * channels;
            int c = 0;
            for (; c <= channels - LENGTH; c += LENGTH) {
                copy(pixels, source + c, channels, patches, target + c, column, columns);
            }
            if (c < channels) {
                copy(pixels, source + c, channels, patches, target + c, column, columns, channels - c);
            }
        }
    }

    private static void copy(float[] pixels, int from, int pixel, float[] patches, int to, int column, int columns) {
        for (int j = 0; j < columns; j++) {
            FloatVector.fromArray(LANES, pixels, from + j * pixel).intoArray(patches, to + j * column);
        }
    }

    /** The same with the last channels, which do not fill a vector. */
    private static void copy(
            float[] pixels, int from, int pixel, float[] patches, int to, int column, int columns, int count) {
        VectorMask<Float> mask = LANES.indexInRange(0, count);
        for (int j = 0; j < columns; j++) {
            FloatVector.fromArray(LANES, pixels, from + j * pixel, mask).intoArray(patches, to + j * column, mask);
        }
    }
}
