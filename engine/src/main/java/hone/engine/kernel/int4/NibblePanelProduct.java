package hone.engine.kernel.int4;

import hone.engine.op.matmul.Int4Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of float32 times one panel of INT4. Taking a lane's numbers apart is what costs here, so as little as possible is
 * done for each: a mask leaves the number where it is, 1, 16, 256 or 4096 times too large, and each of these four has a
 * sum of its own that is made smaller again at the end of a group, exactly, since these are powers of two. Nor is the
 * zero point taken off each number: 8 · Σx is taken off the sum of the group. Flat methods for the reason given in
 * {@link hone.engine.kernel.matmul.PanelProduct}; offsets are in bytes.
 */
final class NibblePanelProduct {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> NIBBLES =
            VectorSpecies.of(int.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long ROW = 2 * VECTOR;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private NibblePanelProduct() {}

    /**
     * One row.
     *
     * @param k steps of the inner dimension, a multiple of eight
     * @param groupSize steps that share a scale
     * @param x the row's activations, filled up with zeros, at {@code x0}
     * @param o where in {@code x}, for each group, is what the zero point amounts to, 8 · Σx
     * @param b the panel's first step
     * @param s the panel's first scales
     * @param c two vectors at {@code c0}; the product is added to them
     */
    static void oneRow(
            int k,
            int groupSize,
            MemorySegment x,
            long x0,
            long o,
            MemorySegment panels,
            long b,
            MemorySegment scales,
            long s,
            MemorySegment c,
            long c0) {
        FloatVector total0 = FloatVector.fromMemorySegment(LANES, c, c0, ORDER);
        FloatVector total1 = FloatVector.fromMemorySegment(LANES, c, c0 + VECTOR, ORDER);
        FloatVector sum00 = FloatVector.zero(LANES);
        FloatVector sum01 = sum00;
        FloatVector sum02 = sum00;
        FloatVector sum03 = sum00;
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum00;
        FloatVector sum12 = sum00;
        FloatVector sum13 = sum00;
        long scale = s;
        long offset = o;
        int inGroup = 0;
        for (int p = 0; p < k; p += NibblePanels.STEPS) {
            long at = b + p / NibblePanels.STEPS * ROW;
            long ap = x0 + (long) p * Float.BYTES;
            IntVector v = IntVector.fromMemorySegment(NIBBLES, panels, at, ORDER);
            IntVector w = IntVector.fromMemorySegment(NIBBLES, panels, at + VECTOR, ORDER);
            FloatVector y = FloatVector.broadcast(LANES, x.get(F32, ap));
            sum00 = ((FloatVector) v.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum00);
            sum10 = ((FloatVector) w.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum10);
            y = FloatVector.broadcast(LANES, x.get(F32, ap + 8));
            sum01 = ((FloatVector) v.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum01);
            sum11 = ((FloatVector) w.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum11);
            y = FloatVector.broadcast(LANES, x.get(F32, ap + 16));
            sum02 = ((FloatVector) v.and(0xF00).convert(VectorOperators.I2F, 0)).fma(y, sum02);
            sum12 = ((FloatVector) w.and(0xF00).convert(VectorOperators.I2F, 0)).fma(y, sum12);
            y = FloatVector.broadcast(LANES, x.get(F32, ap + 24));
            sum03 = ((FloatVector) v.and(0xF000).convert(VectorOperators.I2F, 0)).fma(y, sum03);
            sum13 = ((FloatVector) w.and(0xF000).convert(VectorOperators.I2F, 0)).fma(y, sum13);
            v = v.lanewise(VectorOperators.LSHR, 16);
            w = w.lanewise(VectorOperators.LSHR, 16);
            y = FloatVector.broadcast(LANES, x.get(F32, ap + 4));
            sum00 = ((FloatVector) v.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum00);
            sum10 = ((FloatVector) w.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum10);
            y = FloatVector.broadcast(LANES, x.get(F32, ap + 12));
            sum01 = ((FloatVector) v.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum01);
            sum11 = ((FloatVector) w.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum11);
            y = FloatVector.broadcast(LANES, x.get(F32, ap + 20));
            sum02 = ((FloatVector) v.and(0xF00).convert(VectorOperators.I2F, 0)).fma(y, sum02);
            sum12 = ((FloatVector) w.and(0xF00).convert(VectorOperators.I2F, 0)).fma(y, sum12);
            y = FloatVector.broadcast(LANES, x.get(F32, ap + 28));
            sum03 = ((FloatVector) v.and(0xF000).convert(VectorOperators.I2F, 0)).fma(y, sum03);
            sum13 = ((FloatVector) w.and(0xF000).convert(VectorOperators.I2F, 0)).fma(y, sum13);
            inGroup += NibblePanels.STEPS;
            if (inGroup == groupSize || p + NibblePanels.STEPS >= k) {
                FloatVector sixteenth = FloatVector.broadcast(LANES, 0x1p-4F);
                FloatVector zeros = FloatVector.broadcast(LANES, x.get(F32, offset));
                sum00 = sum03.fma(sixteenth, sum02).fma(sixteenth, sum01).fma(sixteenth, sum00);
                total0 = sum00.sub(zeros).fma(FloatVector.fromMemorySegment(LANES, scales, scale, ORDER), total0);
                sum10 = sum13.fma(sixteenth, sum12).fma(sixteenth, sum11).fma(sixteenth, sum10);
                total1 = sum10.sub(zeros)
                        .fma(FloatVector.fromMemorySegment(LANES, scales, scale + VECTOR, ORDER), total1);
                sum00 = FloatVector.zero(LANES);
                sum01 = sum00;
                sum02 = sum00;
                sum03 = sum00;
                sum10 = sum00;
                sum11 = sum00;
                sum12 = sum00;
                sum13 = sum00;
                scale += ROW;
                offset += Float.BYTES;
                inGroup = 0;
            }
        }
        total0.intoMemorySegment(c, c0, ORDER);
        total1.intoMemorySegment(c, c0 + VECTOR, ORDER);
    }

    /**
     * Widens {@code depth} steps of the panel at {@code b} to float32, times their scale; steps up to the next multiple of
     * eight are written too.
     *
     * @param first the first step, a multiple of eight
     * @param b the panel's first step
     * @param s the panel's first scales
     */
    static void widen(
            int first,
            int depth,
            int groupSize,
            MemorySegment panels,
            long b,
            MemorySegment scales,
            long s,
            MemorySegment floats,
            long to) {
        for (int p = first; p < first + depth; p += NibblePanels.STEPS) {
            long at = b + p / NibblePanels.STEPS * ROW;
            long scale = s + p / groupSize * ROW;
            IntVector v = IntVector.fromMemorySegment(NIBBLES, panels, at, ORDER);
            IntVector w = IntVector.fromMemorySegment(NIBBLES, panels, at + VECTOR, ORDER);
            FloatVector scale0 = FloatVector.fromMemorySegment(LANES, scales, scale, ORDER);
            FloatVector scale1 = FloatVector.fromMemorySegment(LANES, scales, scale + VECTOR, ORDER);
            FloatVector zero0 = scale0.mul(-Int4Linear.ZERO_POINT);
            FloatVector zero1 = scale1.mul(-Int4Linear.ZERO_POINT);
            for (int step = 0; step < NibblePanels.STEPS; step++) {
                int shift = NibblePanels.shift(step);
                long there = to + (p - first + step) * ROW;
                ((FloatVector) v.lanewise(VectorOperators.LSHR, shift).and(15).convert(VectorOperators.I2F, 0))
                        .fma(scale0, zero0)
                        .intoMemorySegment(floats, there, ORDER);
                ((FloatVector) w.lanewise(VectorOperators.LSHR, shift).and(15).convert(VectorOperators.I2F, 0))
                        .fma(scale1, zero1)
                        .intoMemorySegment(floats, there + VECTOR, ORDER);
            }
        }
    }
}
