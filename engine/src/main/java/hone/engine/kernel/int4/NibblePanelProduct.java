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
 * done for each: a mask leaves every second number where it is, 16 times too large, and its activation was made so much
 * smaller beforehand, exactly, since 16 is a power of two. Nor is the zero point taken off each number: 8 · Σx is taken off the sum of the group. Flat methods for the reason given in
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
     * One row times one panel. The even and the odd steps have sums of their own, so that one need not wait for the other.
     *
     * @param k steps of the inner dimension, a multiple of eight
     * @param groupSize steps that share a scale
     * @param x the row's activations, filled up with zeros and made smaller as {@link NibbleRow} does it, at {@code x0}
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
        long scale = s;
        long offset = o;
        for (int first = 0; first < k; first += groupSize) {
            int end = Math.min(groupSize, k - first) + first;
            FloatVector even0 = FloatVector.zero(LANES);
            FloatVector even1 = even0;
            FloatVector odd0 = even0;
            FloatVector odd1 = even0;
            for (int p = first; p < end; p += NibblePanels.STEPS) {
                long at = b + p / NibblePanels.STEPS * ROW;
                long ap = x0 + (long) p * Float.BYTES;
                IntVector v = IntVector.fromMemorySegment(NIBBLES, panels, at, ORDER);
                IntVector w = IntVector.fromMemorySegment(NIBBLES, panels, at + VECTOR, ORDER);
                for (int pair = 0; pair < NibblePanels.STEPS * Float.BYTES; pair += 2 * Float.BYTES) {
                    FloatVector y = FloatVector.broadcast(LANES, x.get(F32, ap + pair));
                    even0 = ((FloatVector) v.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, even0);
                    even1 = ((FloatVector) w.and(0xF).convert(VectorOperators.I2F, 0)).fma(y, even1);
                    y = FloatVector.broadcast(LANES, x.get(F32, ap + pair + Float.BYTES));
                    odd0 = ((FloatVector) v.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, odd0);
                    odd1 = ((FloatVector) w.and(0xF0).convert(VectorOperators.I2F, 0)).fma(y, odd1);
                    v = v.lanewise(VectorOperators.LSHR, 8);
                    w = w.lanewise(VectorOperators.LSHR, 8);
                }
            }
            FloatVector zeros = FloatVector.broadcast(LANES, x.get(F32, offset));
            total0 = even0.add(odd0).sub(zeros).fma(FloatVector.fromMemorySegment(LANES, scales, scale, ORDER), total0);
            total1 = even1.add(odd1)
                    .sub(zeros)
                    .fma(FloatVector.fromMemorySegment(LANES, scales, scale + VECTOR, ORDER), total1);
            scale += ROW;
            offset += Float.BYTES;
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
