package hone.engine.kernel.skipping;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of inputs times one panel of weights, zeros left out. A question for every input would be guessed wrongly by the
 * processor time and again; so a vector of inputs is compared with zero at once, the answers of up to 64 inputs become
 * the bits of one number, and the loop goes from one set bit to the next. Flat and with sums in an array for the reasons
 * given in {@link hone.engine.kernel.matmul.PanelProduct}.
 */
final class SkippingProduct {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private SkippingProduct() {}

    /**
     * Adds the products of inputs {@code from} to {@code to} to the sums of a panel.
     *
     * @param skips whether zeros are left out
     * @param x the row, from byte {@code x0} on
     * @param panels the panel's first weights at byte {@code b}
     * @param tile {@link WideRows#WIDTH} sums from element {@code at} on
     */
    static void add(
            boolean skips,
            int from,
            int to,
            MemorySegment x,
            long x0,
            MemorySegment panels,
            long b,
            float[] tile,
            int at) {
        FloatVector sum0 = FloatVector.fromArray(LANES, tile, at);
        FloatVector sum1 = FloatVector.fromArray(LANES, tile, at + LENGTH);
        FloatVector sum2 = FloatVector.fromArray(LANES, tile, at + 2 * LENGTH);
        FloatVector sum3 = FloatVector.fromArray(LANES, tile, at + 3 * LENGTH);
        FloatVector sum4 = FloatVector.fromArray(LANES, tile, at + 4 * LENGTH);
        FloatVector sum5 = FloatVector.fromArray(LANES, tile, at + 5 * LENGTH);
        FloatVector sum6 = FloatVector.fromArray(LANES, tile, at + 6 * LENGTH);
        FloatVector sum7 = FloatVector.fromArray(LANES, tile, at + 7 * LENGTH);
        for (int p = from; p < to; p += Long.SIZE) {
            int end = Math.min(to, p + Long.SIZE);
            long taken = 0;
            int q = p;
            for (; q <= end - LENGTH; q += LENGTH) {
                taken |= FloatVector.fromMemorySegment(LANES, x, x0 + (long) q * Float.BYTES, ORDER)
                                .compare(VectorOperators.NE, 0F)
                                .toLong()
                        << (q - p);
            }
            for (; q < end; q++) {
                taken |= (x.get(F32, x0 + (long) q * Float.BYTES) != 0 ? 1L : 0L) << (q - p);
            }
            if (!skips) {
                taken = -1L >>> (Long.SIZE - (end - p));
            }
            while (taken != 0) {
                int step = p + Long.numberOfTrailingZeros(taken);
                taken &= taken - 1;
                FloatVector factor = FloatVector.broadcast(LANES, x.get(F32, x0 + (long) step * Float.BYTES));
                long row = b + step * WideRows.ROW;
                sum0 = factor.fma(FloatVector.fromMemorySegment(LANES, panels, row, ORDER), sum0);
                sum1 = factor.fma(FloatVector.fromMemorySegment(LANES, panels, row + VECTOR, ORDER), sum1);
                sum2 = factor.fma(FloatVector.fromMemorySegment(LANES, panels, row + 2 * VECTOR, ORDER), sum2);
                sum3 = factor.fma(FloatVector.fromMemorySegment(LANES, panels, row + 3 * VECTOR, ORDER), sum3);
                sum4 = factor.fma(FloatVector.fromMemorySegment(LANES, panels, row + 4 * VECTOR, ORDER), sum4);
                sum5 = factor.fma(FloatVector.fromMemorySegment(LANES, panels, row + 5 * VECTOR, ORDER), sum5);
                sum6 = factor.fma(FloatVector.fromMemorySegment(LANES, panels, row + 6 * VECTOR, ORDER), sum6);
                sum7 = factor.fma(FloatVector.fromMemorySegment(LANES, panels, row + 7 * VECTOR, ORDER), sum7);
            }
        }
        sum0.intoArray(tile, at);
        sum1.intoArray(tile, at + LENGTH);
        sum2.intoArray(tile, at + 2 * LENGTH);
        sum3.intoArray(tile, at + 3 * LENGTH);
        sum4.intoArray(tile, at + 4 * LENGTH);
        sum5.intoArray(tile, at + 5 * LENGTH);
        sum6.intoArray(tile, at + 6 * LENGTH);
        sum7.intoArray(tile, at + 7 * LENGTH);
    }
}
