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
 * done for each: a mask leaves the number where it is, 1, 16, 256 or 4096 times too large, and its activation was made so
 * much smaller beforehand, exactly, since these are powers of two. Nor is the zero point taken off each number: 8 · Σx is taken off the sum of the group. Flat methods for the reason given in
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
     * One row times two panels, each of which is a stream of its own.
     *
     * @param k steps of the inner dimension, a multiple of eight
     * @param groupSize steps that share a scale
     * @param x the row's activations, filled up with zeros and made smaller as {@link NibbleRow} does it, at {@code x0}
     * @param o where in {@code x}, for each group, is what the zero point amounts to, 8 · Σx
     * @param b the first panel's first step, the second's {@code stride} bytes behind; both may be one
     * @param s the first panel's first scales, the second's {@code scaleStride} bytes behind
     * @param c two vectors for each panel at {@code c0}; the product is added to them
     */
    static void twoPanels(
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
        long scale = s;
        long offset = o;
        for (int first = 0; first < k; first += groupSize) {
            int end = Math.min(groupSize, k - first) + first;
            FloatVector sum00 = FloatVector.zero(LANES);
            FloatVector sum01 = sum00;
            FloatVector sum10 = sum00;
            FloatVector sum11 = sum00;
            for (int p = first; p < end; p += NibblePanels.STEPS) {
                long at = b + p / NibblePanels.STEPS * ROW;
                long ap = x0 + (long) p * Float.BYTES;
                IntVector v = IntVector.fromMemorySegment(NIBBLES, panels, at, ORDER);
                IntVector w = IntVector.fromMemorySegment(NIBBLES, panels, at + VECTOR, ORDER);
                IntVector t = IntVector.fromMemorySegment(NIBBLES, panels, at + stride, ORDER);
                IntVector u = IntVector.fromMemorySegment(NIBBLES, panels, at + stride + VECTOR, ORDER);
                for (long odd = 0;
                        odd < 2 * Float.BYTES;
                        odd += Float.BYTES) { // first the low halves of lanes, then the high ones
                    FloatVector y = FloatVector.broadcast(LANES, x.get(F32, ap + odd));
                    sum00 = ((FloatVector) v.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum00);
                    sum01 = ((FloatVector) w.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum01);
                    sum10 = ((FloatVector) t.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum10);
                    sum11 = ((FloatVector) u.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, sum11);
                    y = FloatVector.broadcast(LANES, x.get(F32, ap + odd + 8));
                    sum00 = ((FloatVector) v.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum00);
                    sum01 = ((FloatVector) w.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum01);
                    sum10 = ((FloatVector) t.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum10);
                    sum11 = ((FloatVector) u.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, sum11);
                    y = FloatVector.broadcast(LANES, x.get(F32, ap + odd + 16));
                    sum00 = ((FloatVector) v.and(0xF00).convert(VectorOperators.I2F, 0)).fma(y, sum00);
                    sum01 = ((FloatVector) w.and(0xF00).convert(VectorOperators.I2F, 0)).fma(y, sum01);
                    sum10 = ((FloatVector) t.and(0xF00).convert(VectorOperators.I2F, 0)).fma(y, sum10);
                    sum11 = ((FloatVector) u.and(0xF00).convert(VectorOperators.I2F, 0)).fma(y, sum11);
                    y = FloatVector.broadcast(LANES, x.get(F32, ap + odd + 24));
                    sum00 = ((FloatVector) v.and(0xF000).convert(VectorOperators.I2F, 0)).fma(y, sum00);
                    sum01 = ((FloatVector) w.and(0xF000).convert(VectorOperators.I2F, 0)).fma(y, sum01);
                    sum10 = ((FloatVector) t.and(0xF000).convert(VectorOperators.I2F, 0)).fma(y, sum10);
                    sum11 = ((FloatVector) u.and(0xF000).convert(VectorOperators.I2F, 0)).fma(y, sum11);
                    v = v.lanewise(VectorOperators.LSHR, 16);
                    w = w.lanewise(VectorOperators.LSHR, 16);
                    t = t.lanewise(VectorOperators.LSHR, 16);
                    u = u.lanewise(VectorOperators.LSHR, 16);
                }
            }
            FloatVector zeros = FloatVector.broadcast(LANES, x.get(F32, offset));
            FloatVector total = FloatVector.fromMemorySegment(LANES, c, c0, ORDER);
            total = sum00.sub(zeros).fma(FloatVector.fromMemorySegment(LANES, scales, scale, ORDER), total);
            total.intoMemorySegment(c, c0, ORDER);
            total = FloatVector.fromMemorySegment(LANES, c, c0 + VECTOR, ORDER);
            total = sum01.sub(zeros).fma(FloatVector.fromMemorySegment(LANES, scales, scale + VECTOR, ORDER), total);
            total.intoMemorySegment(c, c0 + VECTOR, ORDER);
            long second = scale + scaleStride;
            total = FloatVector.fromMemorySegment(LANES, c, c0 + ROW, ORDER);
            total = sum10.sub(zeros).fma(FloatVector.fromMemorySegment(LANES, scales, second, ORDER), total);
            total.intoMemorySegment(c, c0 + ROW, ORDER);
            total = FloatVector.fromMemorySegment(LANES, c, c0 + ROW + VECTOR, ORDER);
            total = sum11.sub(zeros).fma(FloatVector.fromMemorySegment(LANES, scales, second + VECTOR, ORDER), total);
            total.intoMemorySegment(c, c0 + ROW + VECTOR, ORDER);
            scale += ROW;
            offset += Float.BYTES;
        }
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
