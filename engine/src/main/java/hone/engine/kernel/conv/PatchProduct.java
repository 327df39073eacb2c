package hone.engine.kernel.conv;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Seven neighbouring outputs of a convolution times one panel of weights: the innermost loops where a patch lies in one
 * piece ({@link PatchRow}). Output channels lie in the lanes, and one element of a patch is broadcast to all of them.
 * Seven, because the sides of images that networks work on are seven times a power of two; with two vectors of channels
 * that makes fourteen sums, more than the eight that the processor can have on its way.
 *
 * <p>Flat for the reason given in {@link hone.engine.kernel.matmul.PanelProduct}. Patches and sums are in Java arrays: a
 * single float is read from a memory segment through a method that HotSpot's second compiler need not inline, and it stops
 * to once a method has grown large. Then the last of the reads is a call, before which all sums go to memory, and the loop
 * is several times slower, in some processes and not in others. Vectors, such as those of the weights, are read without.
 * Offsets into segments are in bytes, those into arrays in elements.
 */
final class PatchProduct {
    /** Outputs at once. */
    static final int PIXELS = 7;

    /** Vectors of channels at once: two need seventeen registers, which the narrower vectors do not come with. */
    static final int VECTORS = FloatVector.SPECIES_PREFERRED.vectorByteSize() == 64 ? 2 : 1;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = 2 * VECTOR;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private PatchProduct() {}

    /**
     * See {@link #twoVectors}.
     *
     * @param vectors of the panel, one or two
     */
    static void run(
            int vectors, int k, float[] a, int a0, int pixel, MemorySegment panels, long b, float[] sums, int at) {
        if (vectors == 2) {
            twoVectors(k, a, a0, pixel, panels, b, sums, at);
        } else {
            oneVector(k, a, a0, pixel, panels, b, sums, at);
        }
    }

    /**
     * Two vectors of channels. Nine loads feed fourteen multiply-adds, which therefore set the pace.
     *
     * @param k elements of a patch
     * @param a0 the first output's patch
     * @param pixel from one output's patch to the next
     * @param b the panel
     * @param sums (outputs × channels of the panel), those of this call from element {@code at} on
     */
    static void twoVectors(int k, float[] a, int a0, int pixel, MemorySegment panels, long b, float[] sums, int at) {
        int a1 = a0 + pixel;
        int a2 = a1 + pixel;
        int a3 = a2 + pixel;
        int a4 = a3 + pixel;
        int a5 = a4 + pixel;
        int a6 = a5 + pixel;
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, panels, b, ORDER);
        FloatVector sum01 = FloatVector.fromMemorySegment(LANES, panels, b + VECTOR, ORDER);
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum01;
        FloatVector sum20 = sum00;
        FloatVector sum21 = sum01;
        FloatVector sum30 = sum00;
        FloatVector sum31 = sum01;
        FloatVector sum40 = sum00;
        FloatVector sum41 = sum01;
        FloatVector sum50 = sum00;
        FloatVector sum51 = sum01;
        FloatVector sum60 = sum00;
        FloatVector sum61 = sum01;
        for (int p = 0; p < k; p++) {
            FloatVector w0 = FloatVector.fromMemorySegment(LANES, panels, b + (p + 1) * STEP, ORDER);
            FloatVector w1 = FloatVector.fromMemorySegment(LANES, panels, b + (p + 1) * STEP + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, a[a0 + p]);
            sum00 = x.fma(w0, sum00);
            sum01 = x.fma(w1, sum01);
            x = FloatVector.broadcast(LANES, a[a1 + p]);
            sum10 = x.fma(w0, sum10);
            sum11 = x.fma(w1, sum11);
            x = FloatVector.broadcast(LANES, a[a2 + p]);
            sum20 = x.fma(w0, sum20);
            sum21 = x.fma(w1, sum21);
            x = FloatVector.broadcast(LANES, a[a3 + p]);
            sum30 = x.fma(w0, sum30);
            sum31 = x.fma(w1, sum31);
            x = FloatVector.broadcast(LANES, a[a4 + p]);
            sum40 = x.fma(w0, sum40);
            sum41 = x.fma(w1, sum41);
            x = FloatVector.broadcast(LANES, a[a5 + p]);
            sum50 = x.fma(w0, sum50);
            sum51 = x.fma(w1, sum51);
            x = FloatVector.broadcast(LANES, a[a6 + p]);
            sum60 = x.fma(w0, sum60);
            sum61 = x.fma(w1, sum61);
        }
        sum00.intoArray(sums, at);
        sum01.intoArray(sums, at + LENGTH);
        sum10.intoArray(sums, at + 2 * LENGTH);
        sum11.intoArray(sums, at + 3 * LENGTH);
        sum20.intoArray(sums, at + 4 * LENGTH);
        sum21.intoArray(sums, at + 5 * LENGTH);
        sum30.intoArray(sums, at + 6 * LENGTH);
        sum31.intoArray(sums, at + 7 * LENGTH);
        sum40.intoArray(sums, at + 8 * LENGTH);
        sum41.intoArray(sums, at + 9 * LENGTH);
        sum50.intoArray(sums, at + 10 * LENGTH);
        sum51.intoArray(sums, at + 11 * LENGTH);
        sum60.intoArray(sums, at + 12 * LENGTH);
        sum61.intoArray(sums, at + 13 * LENGTH);
    }

    /** One vector of channels. */
    static void oneVector(int k, float[] a, int a0, int pixel, MemorySegment panels, long b, float[] sums, int at) {
        int a1 = a0 + pixel;
        int a2 = a1 + pixel;
        int a3 = a2 + pixel;
        int a4 = a3 + pixel;
        int a5 = a4 + pixel;
        int a6 = a5 + pixel;
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, panels, b, ORDER);
        FloatVector sum10 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum40 = sum00;
        FloatVector sum50 = sum00;
        FloatVector sum60 = sum00;
        for (int p = 0; p < k; p++) {
            FloatVector w0 = FloatVector.fromMemorySegment(LANES, panels, b + (p + 1) * VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, a[a0 + p]);
            sum00 = x.fma(w0, sum00);
            x = FloatVector.broadcast(LANES, a[a1 + p]);
            sum10 = x.fma(w0, sum10);
            x = FloatVector.broadcast(LANES, a[a2 + p]);
            sum20 = x.fma(w0, sum20);
            x = FloatVector.broadcast(LANES, a[a3 + p]);
            sum30 = x.fma(w0, sum30);
            x = FloatVector.broadcast(LANES, a[a4 + p]);
            sum40 = x.fma(w0, sum40);
            x = FloatVector.broadcast(LANES, a[a5 + p]);
            sum50 = x.fma(w0, sum50);
            x = FloatVector.broadcast(LANES, a[a6 + p]);
            sum60 = x.fma(w0, sum60);
        }
        sum00.intoArray(sums, at);
        sum10.intoArray(sums, at + LENGTH);
        sum20.intoArray(sums, at + 2 * LENGTH);
        sum30.intoArray(sums, at + 3 * LENGTH);
        sum40.intoArray(sums, at + 4 * LENGTH);
        sum50.intoArray(sums, at + 5 * LENGTH);
        sum60.intoArray(sums, at + 6 * LENGTH);
    }
}
