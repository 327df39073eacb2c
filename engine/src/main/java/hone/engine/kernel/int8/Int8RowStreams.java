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
 * One row of float32 times four panels of INT8 side by side, for the reason given in
 * {@link hone.engine.kernel.matmul.RowStreams}. The sums of a group stay in registers; the totals, which change only at
 * its end, do not need to.
 */
final class Int8RowStreams {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = Int8Panels.WIDTH;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** As in {@link Int8PanelProduct}. */
    private static final boolean SHORT = LANES.length() < 8;

    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(8, LANES.length()) * Byte.SIZE));
    private static final long SECOND = SHORT ? 0 : LANES.length();
    private static final int PART = SHORT ? 1 : 0;

    private Int8RowStreams() {}

    /**
     * Adds the product to the eight vectors at byte {@code c0}.
     *
     * @param groupSize steps that share a scale
     * @param x the row
     * @param b byte offset of the first panel, the others {@code stride} bytes apart
     * @param s byte offset of the first panel's scales, the others {@code scaleStride} bytes apart
     */
    static void fourPanels(
            int k,
            int groupSize,
            MemorySegment x,
            MemorySegment panels,
            long b,
            long stride,
            MemorySegment scales,
            long s,
            long scaleStride,
            MemorySegment c,
            long c0) {
        long b1 = b + stride;
        long b2 = b1 + stride;
        long b3 = b2 + stride;
        long scale = s;
        for (int first = 0; first < k; first += groupSize) {
            int end = Math.min(groupSize, k - first) + first;
            FloatVector sum00 = FloatVector.zero(LANES);
            FloatVector sum01 = sum00;
            FloatVector sum10 = sum00;
            FloatVector sum11 = sum00;
            FloatVector sum20 = sum00;
            FloatVector sum21 = sum00;
            FloatVector sum30 = sum00;
            FloatVector sum31 = sum00;
            for (int p = first; p < end; p++) {
                long at = p * STEP;
                FloatVector y = FloatVector.broadcast(LANES, x.get(F32, (long) p * Float.BYTES));
                FloatVector w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + at, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, 0);
                sum00 = y.fma(w, sum00);
                w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + at + SECOND, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, PART);
                sum01 = y.fma(w, sum01);
                w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b1 + at, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, 0);
                sum10 = y.fma(w, sum10);
                w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b1 + at + SECOND, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, PART);
                sum11 = y.fma(w, sum11);
                w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b2 + at, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, 0);
                sum20 = y.fma(w, sum20);
                w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b2 + at + SECOND, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, PART);
                sum21 = y.fma(w, sum21);
                w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b3 + at, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, 0);
                sum30 = y.fma(w, sum30);
                w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b3 + at + SECOND, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, PART);
                sum31 = y.fma(w, sum31);
            }
            FloatVector.fromMemorySegment(LANES, scales, scale, ORDER)
                    .fma(sum00, FloatVector.fromMemorySegment(LANES, c, c0, ORDER))
                    .intoMemorySegment(c, c0, ORDER);
            FloatVector.fromMemorySegment(LANES, scales, scale + VECTOR, ORDER)
                    .fma(sum01, FloatVector.fromMemorySegment(LANES, c, c0 + VECTOR, ORDER))
                    .intoMemorySegment(c, c0 + VECTOR, ORDER);
            FloatVector.fromMemorySegment(LANES, scales, scale + scaleStride, ORDER)
                    .fma(sum10, FloatVector.fromMemorySegment(LANES, c, c0 + 2 * VECTOR, ORDER))
                    .intoMemorySegment(c, c0 + 2 * VECTOR, ORDER);
            FloatVector.fromMemorySegment(LANES, scales, scale + scaleStride + VECTOR, ORDER)
                    .fma(sum11, FloatVector.fromMemorySegment(LANES, c, c0 + 3 * VECTOR, ORDER))
                    .intoMemorySegment(c, c0 + 3 * VECTOR, ORDER);
            FloatVector.fromMemorySegment(LANES, scales, scale + 2 * scaleStride, ORDER)
                    .fma(sum20, FloatVector.fromMemorySegment(LANES, c, c0 + 4 * VECTOR, ORDER))
                    .intoMemorySegment(c, c0 + 4 * VECTOR, ORDER);
            FloatVector.fromMemorySegment(LANES, scales, scale + 2 * scaleStride + VECTOR, ORDER)
                    .fma(sum21, FloatVector.fromMemorySegment(LANES, c, c0 + 5 * VECTOR, ORDER))
                    .intoMemorySegment(c, c0 + 5 * VECTOR, ORDER);
            FloatVector.fromMemorySegment(LANES, scales, scale + 3 * scaleStride, ORDER)
                    .fma(sum30, FloatVector.fromMemorySegment(LANES, c, c0 + 6 * VECTOR, ORDER))
                    .intoMemorySegment(c, c0 + 6 * VECTOR, ORDER);
            FloatVector.fromMemorySegment(LANES, scales, scale + 3 * scaleStride + VECTOR, ORDER)
                    .fma(sum31, FloatVector.fromMemorySegment(LANES, c, c0 + 7 * VECTOR, ORDER))
                    .intoMemorySegment(c, c0 + 7 * VECTOR, ORDER);
            scale += 2 * VECTOR;
        }
    }
}
