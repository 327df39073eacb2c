package hone.engine.kernel.int8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of float32 times one panel of INT8. With few rows the weights are widened in registers, between memory and the
 * multiplication, so that a quarter of the bytes is read; with many rows a panel is widened once into float32 and used
 * by all of them, its scales multiplied in. Flat methods for the reason given in {@link hone.engine.kernel.matmul.PanelProduct}.
 */
final class Int8PanelProduct {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = Int8Panels.WIDTH;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** As many bytes as a float vector has lanes; the shortest byte vector has eight, two float vectors of 128 bits. */
    private static final boolean SHORT = LANES.length() < 8;

    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(8, LANES.length()) * Byte.SIZE));
    /** Where the panel's second vector begins, and which part of the bytes read there it is. */
    private static final long SECOND = SHORT ? 0 : LANES.length();

    private static final int PART = SHORT ? 1 : 0;

    private Int8PanelProduct() {}

    /**
     * One row: four steps of the inner dimension have sums of their own, and the sums of a group are scaled at its end.
     *
     * @param k steps of the inner dimension
     * @param groupSize steps that share a scale
     * @param a0 byte offset of the row
     * @param b byte offset of the panel's first step
     * @param s byte offset of the panel's first scales
     * @param c two vectors, at byte {@code c0}; the product is added to them
     */
    static void oneRow(
            int k,
            int groupSize,
            MemorySegment a,
            long a0,
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
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum21 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum31 = sum00;
        FloatVector w;
        long scale = s;
        int inGroup = 0;
        int p = 0;
        for (; p < k - 3; p += 4) {
            if (inGroup == groupSize) {
                w = FloatVector.fromMemorySegment(LANES, scales, scale, ORDER);
                total0 = sum00.add(sum10).add(sum20.add(sum30)).fma(w, total0);
                w = FloatVector.fromMemorySegment(LANES, scales, scale + VECTOR, ORDER);
                total1 = sum01.add(sum11).add(sum21.add(sum31)).fma(w, total1);
                sum00 = FloatVector.zero(LANES);
                sum01 = sum00;
                sum10 = sum00;
                sum11 = sum00;
                sum20 = sum00;
                sum21 = sum00;
                sum30 = sum00;
                sum31 = sum00;
                scale += 2 * VECTOR;
                inGroup = 0;
            }
            inGroup += 4;
            long at = b + p * STEP;
            long ap = a0 + (long) p * Float.BYTES;
            FloatVector x = FloatVector.broadcast(LANES, a.get(F32, ap));
            w = (FloatVector)
                    ByteVector.fromMemorySegment(BYTES, panels, at, ORDER).convertShape(VectorOperators.B2F, LANES, 0);
            sum00 = x.fma(w, sum00);
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, at + SECOND, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, PART);
            sum01 = x.fma(w, sum01);
            x = FloatVector.broadcast(LANES, a.get(F32, ap + 4));
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, at + STEP, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, 0);
            sum10 = x.fma(w, sum10);
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, at + STEP + SECOND, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, PART);
            sum11 = x.fma(w, sum11);
            x = FloatVector.broadcast(LANES, a.get(F32, ap + 8));
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, at + 2 * STEP, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, 0);
            sum20 = x.fma(w, sum20);
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, at + 2 * STEP + SECOND, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, PART);
            sum21 = x.fma(w, sum21);
            x = FloatVector.broadcast(LANES, a.get(F32, ap + 12));
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, at + 3 * STEP, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, 0);
            sum30 = x.fma(w, sum30);
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, at + 3 * STEP + SECOND, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, PART);
            sum31 = x.fma(w, sum31);
        }
        FloatVector scale0 = FloatVector.fromMemorySegment(LANES, scales, scale, ORDER);
        FloatVector scale1 = FloatVector.fromMemorySegment(LANES, scales, scale + VECTOR, ORDER);
        total0 = sum00.add(sum10).add(sum20.add(sum30)).fma(scale0, total0);
        total1 = sum01.add(sum11).add(sum21.add(sum31)).fma(scale1, total1);
        if (p < k && inGroup == groupSize) {
            scale0 = FloatVector.fromMemorySegment(LANES, scales, scale + 2 * VECTOR, ORDER);
            scale1 = FloatVector.fromMemorySegment(LANES, scales, scale + 3 * VECTOR, ORDER);
        }
        for (; p < k; p++) {
            FloatVector x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * Float.BYTES));
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + p * STEP, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, 0);
            total0 = x.mul(scale0).fma(w, total0);
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + p * STEP + SECOND, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, PART);
            total1 = x.mul(scale1).fma(w, total1);
        }
        total0.intoMemorySegment(c, c0, ORDER);
        total1.intoMemorySegment(c, c0 + VECTOR, ORDER);
    }

    /**
     * Widens {@code depth} steps of the panel at byte {@code b} to float32, times their scale.
     *
     * @param first the first step; a power of two steps share a scale, so that whole groups follow
     * @param b byte offset of the panel's first step
     * @param s byte offset of the panel's first scales
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
        int p = first;
        while (p < first + depth) {
            long scale = s + p / groupSize * STEP * Float.BYTES;
            int end = Math.min(first + depth - p, groupSize - p % groupSize) + p;
            FloatVector scale0 = FloatVector.fromMemorySegment(LANES, scales, scale, ORDER);
            FloatVector scale1 = FloatVector.fromMemorySegment(LANES, scales, scale + VECTOR, ORDER);
            for (; p < end; p++) {
                long step = to + (p - first) * STEP * Float.BYTES;
                FloatVector w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + p * STEP, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, 0);
                w.mul(scale0).intoMemorySegment(floats, step, ORDER);
                w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + p * STEP + SECOND, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, PART);
                w.mul(scale1).intoMemorySegment(floats, step + VECTOR, ORDER);
            }
        }
    }
}
