package hone.engine.kernel.int4;

import hone.engine.kernel.matmul.RowStreams;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of float32 times four panels of INT4 side by side, for the reason given in
 * {@link RowStreams}. It weighs more here: so much is done for each byte that the processor sees
 * only a few lines of a stream ahead of it, and from one stream a long weight comes at half the speed. The numbers are
 * taken apart as in {@link NibblePanelProduct}.
 */
final class NibbleRowStreams {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> NIBBLES =
            VectorSpecies.of(int.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long ROW = 2 * VECTOR;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private NibbleRowStreams() {}

    /**
     * Adds the product to the tile. Offsets are in bytes.
     *
     * @param k steps of the inner dimension, a multiple of eight
     * @param groupSize steps that share a scale
     * @param x the row's activations, filled up with zeros and made smaller as {@link NibbleRow} does it, at {@code x0}
     * @param o where in {@code x}, for each group, is what the zero point amounts to, 8 · Σx
     * @param b the first panel's first step, the next ones' {@code stride} bytes further on each
     * @param s the first panel's first scales, the next ones' {@code scaleStride} bytes further on each
     * @param c two vectors for each panel at {@code c0}, and behind them room for as many
     */
    static void fourPanels(
            int k,
            int groupSize,
            MemorySegment x,
            long x0,
            long o,
            MemorySegment panels,
            long b,
            long stride,
            MemorySegment scales,
            long s,
            long scaleStride,
            MemorySegment c,
            long c0) {
        long sums = c0 + RowStreams.PANELS * ROW;
        long scale = s;
        long offset = o;
        for (int first = 0; first < k; first += groupSize) {
            int end = Math.min(groupSize, k - first) + first;
            sumGroup(first, end, x, x0, panels, b, stride, c, sums);
            for (int i = 0; i < RowStreams.PANELS; i++) {
                addScaled(x, offset, scales, scale + i * scaleStride, c, sums + i * ROW, c0 + i * ROW);
            }
            scale += ROW;
            offset += Float.BYTES;
        }
    }

    /** A group's sums of four panels, not scaled yet. Flat, as {@link hone.engine.kernel.matmul.PanelProduct} is. */
    private static void sumGroup(
            int first,
            int end,
            MemorySegment x,
            long x0,
            MemorySegment panels,
            long b,
            long stride,
            MemorySegment sums,
            long to) {
        long b1 = b + stride;
        long b2 = b1 + stride;
        long b3 = b2 + stride;
        FloatVector sum00 = FloatVector.zero(LANES);
        FloatVector sum01 = sum00;
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum21 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum31 = sum00;
        for (int p = first; p < end; p += NibblePanels.STEPS) {
            long at = p / NibblePanels.STEPS * ROW;
            long ap = x0 + (long) p * Float.BYTES;
            IntVector n00 = IntVector.fromMemorySegment(NIBBLES, panels, b + at, ORDER);
            IntVector n01 = IntVector.fromMemorySegment(NIBBLES, panels, b + at + VECTOR, ORDER);
            IntVector n10 = IntVector.fromMemorySegment(NIBBLES, panels, b1 + at, ORDER);
            IntVector n11 = IntVector.fromMemorySegment(NIBBLES, panels, b1 + at + VECTOR, ORDER);
            IntVector n20 = IntVector.fromMemorySegment(NIBBLES, panels, b2 + at, ORDER);
            IntVector n21 = IntVector.fromMemorySegment(NIBBLES, panels, b2 + at + VECTOR, ORDER);
            IntVector n30 = IntVector.fromMemorySegment(NIBBLES, panels, b3 + at, ORDER);
            IntVector n31 = IntVector.fromMemorySegment(NIBBLES, panels, b3 + at + VECTOR, ORDER);
            for (int pair = 0; pair < NibblePanels.STEPS * Float.BYTES; pair += 2 * Float.BYTES) {
                FloatVector y = FloatVector.broadcast(LANES, x.get(F32, ap + pair));
                sum00 = ((FloatVector) n00.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum00);
                sum01 = ((FloatVector) n01.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum01);
                sum10 = ((FloatVector) n10.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum10);
                sum11 = ((FloatVector) n11.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum11);
                sum20 = ((FloatVector) n20.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum20);
                sum21 = ((FloatVector) n21.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum21);
                sum30 = ((FloatVector) n30.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum30);
                sum31 = ((FloatVector) n31.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum31);
                y = FloatVector.broadcast(LANES, x.get(F32, ap + pair + Float.BYTES));
                sum00 = ((FloatVector) n00.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum00);
                sum01 = ((FloatVector) n01.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum01);
                sum10 = ((FloatVector) n10.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum10);
                sum11 = ((FloatVector) n11.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum11);
                sum20 = ((FloatVector) n20.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum20);
                sum21 = ((FloatVector) n21.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum21);
                sum30 = ((FloatVector) n30.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum30);
                sum31 = ((FloatVector) n31.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum31);
                n00 = n00.lanewise(VectorOperators.LSHR, 8);
                n01 = n01.lanewise(VectorOperators.LSHR, 8);
                n10 = n10.lanewise(VectorOperators.LSHR, 8);
                n11 = n11.lanewise(VectorOperators.LSHR, 8);
                n20 = n20.lanewise(VectorOperators.LSHR, 8);
                n21 = n21.lanewise(VectorOperators.LSHR, 8);
                n30 = n30.lanewise(VectorOperators.LSHR, 8);
                n31 = n31.lanewise(VectorOperators.LSHR, 8);
            }
        }
        sum00.intoMemorySegment(sums, to, ORDER);
        sum01.intoMemorySegment(sums, to + VECTOR, ORDER);
        sum10.intoMemorySegment(sums, to + 2 * VECTOR, ORDER);
        sum11.intoMemorySegment(sums, to + 3 * VECTOR, ORDER);
        sum20.intoMemorySegment(sums, to + 4 * VECTOR, ORDER);
        sum21.intoMemorySegment(sums, to + 5 * VECTOR, ORDER);
        sum30.intoMemorySegment(sums, to + 6 * VECTOR, ORDER);
        sum31.intoMemorySegment(sums, to + 7 * VECTOR, ORDER);
    }

    /** A panel's sums of a group, less what the zero point amounts to, times its scales. */
    private static void addScaled(
            MemorySegment x, long offset, MemorySegment scales, long scale, MemorySegment c, long sums, long to) {
        FloatVector zeros = FloatVector.broadcast(LANES, x.get(F32, offset));
        for (long at = 0; at < ROW; at += VECTOR) {
            FloatVector.fromMemorySegment(LANES, c, sums + at, ORDER)
                    .sub(zeros)
                    .fma(
                            FloatVector.fromMemorySegment(LANES, scales, scale + at, ORDER),
                            FloatVector.fromMemorySegment(LANES, c, to + at, ORDER))
                    .intoMemorySegment(c, to + at, ORDER);
        }
    }
}
