package hone.engine.kernel.conv;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Writes the results of a block, {@code [pixel][channel]} with a gap behind the channels, to where they belong: with
 * channels last as they are, or with channels first, which gathers a vector from as many pixels, where the processor has
 * an instruction for that.
 */
final class ResultOrder {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** AVX-512 always has it; of the narrower vectors only some do, and without it a gather takes microseconds. */
    private static final boolean GATHERS = LANES.vectorByteSize() == 64;

    private ResultOrder() {}

    /** The place of each lane's pixel, from one pixel's results to the next. */
    static int[] lanes(int next) {
        int[] lanes = new int[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            lanes[i] = i * next;
        }
        return lanes;
    }

    /**
     * Writes the block of {@code height} rows of results that begins at row {@code top}.
     *
     * @param results channels filled up to whole vectors
     * @param lanes of {@link #lanes}
     */
    static void write(NhwcShape shape, float[] results, int[] lanes, MemorySegment y, long image, int top, int height) {
        int outputs = shape.conv().outputs();
        int next = Math.ceilDiv(outputs, LENGTH) * LENGTH;
        long first = image * shape.resultElements();
        long before = (long) top * shape.columns();
        int pixels = height * shape.columns();
        if (shape.lastOutput()) {
            channelsLast(results, next, pixels, outputs, y, (first + before * outputs) * Float.BYTES);
        } else {
            long plane = (long) shape.rows() * shape.columns() * Float.BYTES;
            channelsFirst(results, next, lanes, pixels, outputs, y, (first + before) * Float.BYTES, plane);
        }
    }

    /** Pixel by pixel, {@code channels} each. */
    private static void channelsLast(float[] results, int next, int pixels, int channels, MemorySegment y, long to) {
        int whole = channels == next ? pixels * channels : channels;
        int pieces = channels == next ? 1 : pixels;
        VectorMask<Float> mask = LANES.indexInRange(0, whole % LENGTH);
        for (int i = 0; i < pieces; i++) {
            int from = i * next;
            long target = to + (long) i * channels * Float.BYTES;
            int c = 0;
            for (; c <= whole - LENGTH; c += LENGTH) {
                FloatVector.fromArray(LANES, results, from + c)
                        .intoMemorySegment(y, target + (long) c * Float.BYTES, ORDER);
            }
            if (c < whole) {
                FloatVector.fromArray(LANES, results, from + c)
                        .intoMemorySegment(y, target + (long) c * Float.BYTES, ORDER, mask);
            }
        }
    }

    /**
     * Channel by channel.
     *
     * @param lanes of {@link #lanes}
     * @param plane bytes from one channel to the next
     */
    private static void channelsFirst(
            float[] results, int next, int[] lanes, int pixels, int channels, MemorySegment y, long to, long plane) {
        if (!GATHERS) {
            for (int channel = 0; channel < channels; channel++) {
                long target = to + channel * plane;
                for (int pixel = 0; pixel < pixels; pixel++) {
                    y.set(F32, target + (long) pixel * Float.BYTES, results[pixel * next + channel]);
                }
            }
            return;
        }
        int whole = pixels / LENGTH * LENGTH;
        for (int pixel = 0; pixel < whole; pixel += LENGTH) {
            long target = to + (long) pixel * Float.BYTES;
            for (int channel = 0; channel < channels; channel++) {
                FloatVector.fromArray(LANES, results, pixel * next + channel, lanes, 0)
                        .intoMemorySegment(y, target + channel * plane, ORDER);
            }
        }
        if (whole < pixels) {
            VectorMask<Float> mask = LANES.indexInRange(0, pixels - whole);
            long target = to + (long) whole * Float.BYTES;
            for (int channel = 0; channel < channels; channel++) {
                FloatVector.fromArray(LANES, results, whole * next + channel, lanes, 0)
                        .intoMemorySegment(y, target + channel * plane, ORDER, mask);
            }
        }
    }
}
