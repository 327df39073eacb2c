package hone.engine.kernel.conv;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Neighbouring outputs of a convolution times one vector of channels, where a patch lies in pieces: each of its elements
 * has an offset of its own, its tap. That takes a look at the table for each step, and a check of each address that the
 * compiler cannot lift out of the loop, but no copy; it suits first layers, whose patches have few elements, and kernels
 * with gaps. Otherwise as {@link PatchProduct}.
 */
final class TapProduct {
    /** Outputs at once. */
    static final int PIXELS = FloatVector.SPECIES_PREFERRED.vectorByteSize() == 64 ? 14 : 7;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private TapProduct() {}

    /**
     * Fourteen outputs where there are registers for them, or else seven.
     *
     * @param a0 where the first output's patch begins, to which a step's tap is added
     * @param pixel from there to the next output's
     * @param b the panel
     * @param sums (outputs × channels of the panel), those of this call from element {@code at} on
     */
    static void run(int[] taps, float[] a, int a0, int pixel, MemorySegment panels, long b, float[] sums, int at) {
        if (PIXELS == 14) {
            fourteen(taps, a, a0, pixel, panels, b, sums, at);
        } else {
            seven(taps, a, a0, pixel, panels, b, sums, at);
        }
    }

    private static void fourteen(
            int[] taps, float[] a, int a0, int pixel, MemorySegment panels, long b, float[] sums, int at) {
        int a1 = a0 + pixel;
        int a2 = a1 + pixel;
        int a3 = a2 + pixel;
        int a4 = a3 + pixel;
        int a5 = a4 + pixel;
        int a6 = a5 + pixel;
        int a7 = a6 + pixel;
        int a8 = a7 + pixel;
        int a9 = a8 + pixel;
        int a10 = a9 + pixel;
        int a11 = a10 + pixel;
        int a12 = a11 + pixel;
        int a13 = a12 + pixel;
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, panels, b, ORDER);
        FloatVector sum10 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum40 = sum00;
        FloatVector sum50 = sum00;
        FloatVector sum60 = sum00;
        FloatVector sum70 = sum00;
        FloatVector sum80 = sum00;
        FloatVector sum90 = sum00;
        FloatVector sum100 = sum00;
        FloatVector sum110 = sum00;
        FloatVector sum120 = sum00;
        FloatVector sum130 = sum00;
        for (int p = 0; p < taps.length; p++) {
            int tap = taps[p];
            FloatVector w0 = FloatVector.fromMemorySegment(LANES, panels, b + (p + 1) * VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, a[a0 + tap]);
            sum00 = x.fma(w0, sum00);
            x = FloatVector.broadcast(LANES, a[a1 + tap]);
            sum10 = x.fma(w0, sum10);
            x = FloatVector.broadcast(LANES, a[a2 + tap]);
            sum20 = x.fma(w0, sum20);
            x = FloatVector.broadcast(LANES, a[a3 + tap]);
            sum30 = x.fma(w0, sum30);
            x = FloatVector.broadcast(LANES, a[a4 + tap]);
            sum40 = x.fma(w0, sum40);
            x = FloatVector.broadcast(LANES, a[a5 + tap]);
            sum50 = x.fma(w0, sum50);
            x = FloatVector.broadcast(LANES, a[a6 + tap]);
            sum60 = x.fma(w0, sum60);
            x = FloatVector.broadcast(LANES, a[a7 + tap]);
            sum70 = x.fma(w0, sum70);
            x = FloatVector.broadcast(LANES, a[a8 + tap]);
            sum80 = x.fma(w0, sum80);
            x = FloatVector.broadcast(LANES, a[a9 + tap]);
            sum90 = x.fma(w0, sum90);
            x = FloatVector.broadcast(LANES, a[a10 + tap]);
            sum100 = x.fma(w0, sum100);
            x = FloatVector.broadcast(LANES, a[a11 + tap]);
            sum110 = x.fma(w0, sum110);
            x = FloatVector.broadcast(LANES, a[a12 + tap]);
            sum120 = x.fma(w0, sum120);
            x = FloatVector.broadcast(LANES, a[a13 + tap]);
            sum130 = x.fma(w0, sum130);
        }
        sum00.intoArray(sums, at);
        sum10.intoArray(sums, at + LENGTH);
        sum20.intoArray(sums, at + 2 * LENGTH);
        sum30.intoArray(sums, at + 3 * LENGTH);
        sum40.intoArray(sums, at + 4 * LENGTH);
        sum50.intoArray(sums, at + 5 * LENGTH);
        sum60.intoArray(sums, at + 6 * LENGTH);
        sum70.intoArray(sums, at + 7 * LENGTH);
        sum80.intoArray(sums, at + 8 * LENGTH);
        sum90.intoArray(sums, at + 9 * LENGTH);
        sum100.intoArray(sums, at + 10 * LENGTH);
        sum110.intoArray(sums, at + 11 * LENGTH);
        sum120.intoArray(sums, at + 12 * LENGTH);
        sum130.intoArray(sums, at + 13 * LENGTH);
    }

    private static void seven(
            int[] taps, float[] a, int a0, int pixel, MemorySegment panels, long b, float[] sums, int at) {
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
        for (int p = 0; p < taps.length; p++) {
            int tap = taps[p];
            FloatVector w0 = FloatVector.fromMemorySegment(LANES, panels, b + (p + 1) * VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, a[a0 + tap]);
            sum00 = x.fma(w0, sum00);
            x = FloatVector.broadcast(LANES, a[a1 + tap]);
            sum10 = x.fma(w0, sum10);
            x = FloatVector.broadcast(LANES, a[a2 + tap]);
            sum20 = x.fma(w0, sum20);
            x = FloatVector.broadcast(LANES, a[a3 + tap]);
            sum30 = x.fma(w0, sum30);
            x = FloatVector.broadcast(LANES, a[a4 + tap]);
            sum40 = x.fma(w0, sum40);
            x = FloatVector.broadcast(LANES, a[a5 + tap]);
            sum50 = x.fma(w0, sum50);
            x = FloatVector.broadcast(LANES, a[a6 + tap]);
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
