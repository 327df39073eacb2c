package hone.engine.kernel.conv;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of the direct convolutions: neighbouring output pixels lie in the lanes of a vector, and a step
 * multiplies the pixels at one tap (see {@link PaddedRows}) with one weight of each output channel. All sums stay in
 * registers from the first step to the last. Flat methods for the reason given in {@link
 * hone.engine.kernel.matmul.PanelProduct}, and weights in a Java array for the reason given in {@link PatchProduct}.
 * Offsets into segments are in bytes, those into arrays in elements.
 */
final class PixelProduct {
    /** Outputs of a pair of vectors. */
    static final int PAIR = 2 * FloatVector.SPECIES_PREFERRED.length();

    /** Outputs of {@link #oneChannel}. */
    static final int ROW = 4 * PAIR;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private PixelProduct() {}

    /**
     * Eight output channels at two vectors of pixels: sixteen sums, twice as many as the processor can have on its way.
     * Two loaded vectors and eight weights feed sixteen multiply-adds. It takes 19 registers.
     *
     * @param k steps
     * @param at the first pixel, to which a step's tap is added
     * @param w eight start values, then eight weights for each step
     * @param c where the sums go, channels {@code cRow} apart
     */
    static void eightChannels(
            int k, int[] taps, MemorySegment x, long at, float[] weights, int w, MemorySegment c, long c0, long cRow) {
        FloatVector sum00 = FloatVector.broadcast(LANES, weights[w]);
        FloatVector sum10 = FloatVector.broadcast(LANES, weights[w + 1]);
        FloatVector sum20 = FloatVector.broadcast(LANES, weights[w + 2]);
        FloatVector sum30 = FloatVector.broadcast(LANES, weights[w + 3]);
        FloatVector sum40 = FloatVector.broadcast(LANES, weights[w + 4]);
        FloatVector sum50 = FloatVector.broadcast(LANES, weights[w + 5]);
        FloatVector sum60 = FloatVector.broadcast(LANES, weights[w + 6]);
        FloatVector sum70 = FloatVector.broadcast(LANES, weights[w + 7]);
        FloatVector sum01 = sum00;
        FloatVector sum11 = sum10;
        FloatVector sum21 = sum20;
        FloatVector sum31 = sum30;
        FloatVector sum41 = sum40;
        FloatVector sum51 = sum50;
        FloatVector sum61 = sum60;
        FloatVector sum71 = sum70;
        for (int p = 0; p < k; p++) {
            long pixel = at + taps[p];
            int wp = w + 8 + p * 8;
            FloatVector x0 = FloatVector.fromMemorySegment(LANES, x, pixel, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(LANES, x, pixel + VECTOR, ORDER);
            FloatVector b = FloatVector.broadcast(LANES, weights[wp]);
            sum00 = b.fma(x0, sum00);
            sum01 = b.fma(x1, sum01);
            b = FloatVector.broadcast(LANES, weights[wp + 1]);
            sum10 = b.fma(x0, sum10);
            sum11 = b.fma(x1, sum11);
            b = FloatVector.broadcast(LANES, weights[wp + 2]);
            sum20 = b.fma(x0, sum20);
            sum21 = b.fma(x1, sum21);
            b = FloatVector.broadcast(LANES, weights[wp + 3]);
            sum30 = b.fma(x0, sum30);
            sum31 = b.fma(x1, sum31);
            b = FloatVector.broadcast(LANES, weights[wp + 4]);
            sum40 = b.fma(x0, sum40);
            sum41 = b.fma(x1, sum41);
            b = FloatVector.broadcast(LANES, weights[wp + 5]);
            sum50 = b.fma(x0, sum50);
            sum51 = b.fma(x1, sum51);
            b = FloatVector.broadcast(LANES, weights[wp + 6]);
            sum60 = b.fma(x0, sum60);
            sum61 = b.fma(x1, sum61);
            b = FloatVector.broadcast(LANES, weights[wp + 7]);
            sum70 = b.fma(x0, sum70);
            sum71 = b.fma(x1, sum71);
        }
        sum00.intoMemorySegment(c, c0, ORDER);
        sum01.intoMemorySegment(c, c0 + VECTOR, ORDER);
        sum10.intoMemorySegment(c, c0 + cRow, ORDER);
        sum11.intoMemorySegment(c, c0 + cRow + VECTOR, ORDER);
        sum20.intoMemorySegment(c, c0 + 2 * cRow, ORDER);
        sum21.intoMemorySegment(c, c0 + 2 * cRow + VECTOR, ORDER);
        sum30.intoMemorySegment(c, c0 + 3 * cRow, ORDER);
        sum31.intoMemorySegment(c, c0 + 3 * cRow + VECTOR, ORDER);
        sum40.intoMemorySegment(c, c0 + 4 * cRow, ORDER);
        sum41.intoMemorySegment(c, c0 + 4 * cRow + VECTOR, ORDER);
        sum50.intoMemorySegment(c, c0 + 5 * cRow, ORDER);
        sum51.intoMemorySegment(c, c0 + 5 * cRow + VECTOR, ORDER);
        sum60.intoMemorySegment(c, c0 + 6 * cRow, ORDER);
        sum61.intoMemorySegment(c, c0 + 6 * cRow + VECTOR, ORDER);
        sum70.intoMemorySegment(c, c0 + 7 * cRow, ORDER);
        sum71.intoMemorySegment(c, c0 + 7 * cRow + VECTOR, ORDER);
    }

    /** Four output channels at two vectors of pixels, where registers or channels are few: as above, in fours. */
    static void fourChannels(
            int k, int[] taps, MemorySegment x, long at, float[] weights, int w, MemorySegment c, long c0, long cRow) {
        FloatVector sum00 = FloatVector.broadcast(LANES, weights[w]);
        FloatVector sum10 = FloatVector.broadcast(LANES, weights[w + 1]);
        FloatVector sum20 = FloatVector.broadcast(LANES, weights[w + 2]);
        FloatVector sum30 = FloatVector.broadcast(LANES, weights[w + 3]);
        FloatVector sum01 = sum00;
        FloatVector sum11 = sum10;
        FloatVector sum21 = sum20;
        FloatVector sum31 = sum30;
        for (int p = 0; p < k; p++) {
            long pixel = at + taps[p];
            int wp = w + 4 + p * 4;
            FloatVector x0 = FloatVector.fromMemorySegment(LANES, x, pixel, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(LANES, x, pixel + VECTOR, ORDER);
            FloatVector b = FloatVector.broadcast(LANES, weights[wp]);
            sum00 = b.fma(x0, sum00);
            sum01 = b.fma(x1, sum01);
            b = FloatVector.broadcast(LANES, weights[wp + 1]);
            sum10 = b.fma(x0, sum10);
            sum11 = b.fma(x1, sum11);
            b = FloatVector.broadcast(LANES, weights[wp + 2]);
            sum20 = b.fma(x0, sum20);
            sum21 = b.fma(x1, sum21);
            b = FloatVector.broadcast(LANES, weights[wp + 3]);
            sum30 = b.fma(x0, sum30);
            sum31 = b.fma(x1, sum31);
        }
        sum00.intoMemorySegment(c, c0, ORDER);
        sum01.intoMemorySegment(c, c0 + VECTOR, ORDER);
        sum10.intoMemorySegment(c, c0 + cRow, ORDER);
        sum11.intoMemorySegment(c, c0 + cRow + VECTOR, ORDER);
        sum20.intoMemorySegment(c, c0 + 2 * cRow, ORDER);
        sum21.intoMemorySegment(c, c0 + 2 * cRow + VECTOR, ORDER);
        sum30.intoMemorySegment(c, c0 + 3 * cRow, ORDER);
        sum31.intoMemorySegment(c, c0 + 3 * cRow + VECTOR, ORDER);
    }

    /**
     * One output channel at eight vectors of pixels. There is no second channel to share pixels with, so every
     * multiply-add loads its own: the first cache sets the pace.
     *
     * @param start what the sums begin with
     * @param w a weight for each step
     */
    static void oneChannel(
            int k,
            int[] taps,
            MemorySegment x,
            long at,
            float start,
            MemorySegment weights,
            long w,
            MemorySegment c,
            long c0) {
        FloatVector sum0 = FloatVector.broadcast(LANES, start);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        FloatVector sum6 = sum0;
        FloatVector sum7 = sum0;
        for (int p = 0; p < k; p++) {
            long pixel = at + taps[p];
            FloatVector b = FloatVector.broadcast(LANES, weights.get(F32, w + (long) p * Float.BYTES));
            sum0 = b.fma(FloatVector.fromMemorySegment(LANES, x, pixel, ORDER), sum0);
            sum1 = b.fma(FloatVector.fromMemorySegment(LANES, x, pixel + VECTOR, ORDER), sum1);
            sum2 = b.fma(FloatVector.fromMemorySegment(LANES, x, pixel + 2 * VECTOR, ORDER), sum2);
            sum3 = b.fma(FloatVector.fromMemorySegment(LANES, x, pixel + 3 * VECTOR, ORDER), sum3);
            sum4 = b.fma(FloatVector.fromMemorySegment(LANES, x, pixel + 4 * VECTOR, ORDER), sum4);
            sum5 = b.fma(FloatVector.fromMemorySegment(LANES, x, pixel + 5 * VECTOR, ORDER), sum5);
            sum6 = b.fma(FloatVector.fromMemorySegment(LANES, x, pixel + 6 * VECTOR, ORDER), sum6);
            sum7 = b.fma(FloatVector.fromMemorySegment(LANES, x, pixel + 7 * VECTOR, ORDER), sum7);
        }
        sum0.intoMemorySegment(c, c0, ORDER);
        sum1.intoMemorySegment(c, c0 + VECTOR, ORDER);
        sum2.intoMemorySegment(c, c0 + 2 * VECTOR, ORDER);
        sum3.intoMemorySegment(c, c0 + 3 * VECTOR, ORDER);
        sum4.intoMemorySegment(c, c0 + 4 * VECTOR, ORDER);
        sum5.intoMemorySegment(c, c0 + 5 * VECTOR, ORDER);
        sum6.intoMemorySegment(c, c0 + 6 * VECTOR, ORDER);
        sum7.intoMemorySegment(c, c0 + 7 * VECTOR, ORDER);
    }
}
