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
 * by all of them. Flat methods for the reason given in {@link hone.engine.kernel.matmul.PanelProduct}.
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
     * One row: four steps of the inner dimension have sums of their own.
     *
     * @param k steps of the inner dimension
     * @param a0 byte offset of the row
     * @param b byte offset of the panel's first step
     * @param c two vectors, at byte {@code c0}; the product is added to them
     */
    static void oneRow(int k, MemorySegment a, long a0, MemorySegment panels, long b, MemorySegment c, long c0) {
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, c, c0, ORDER);
        FloatVector sum01 = FloatVector.fromMemorySegment(LANES, c, c0 + VECTOR, ORDER);
        FloatVector sum10 = FloatVector.zero(LANES);
        FloatVector sum11 = sum10;
        FloatVector sum20 = sum10;
        FloatVector sum21 = sum10;
        FloatVector sum30 = sum10;
        FloatVector sum31 = sum10;
        FloatVector w;
        int p = 0;
        for (; p < k - 3; p += 4) {
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
        for (; p < k; p++) {
            FloatVector x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * Float.BYTES));
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + p * STEP, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, 0);
            sum00 = x.fma(w, sum00);
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + p * STEP + SECOND, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, PART);
            sum01 = x.fma(w, sum01);
        }
        sum00.add(sum10).add(sum20.add(sum30)).intoMemorySegment(c, c0, ORDER);
        sum01.add(sum11).add(sum21.add(sum31)).intoMemorySegment(c, c0 + VECTOR, ORDER);
    }

    /** Widens {@code k} steps of the panel at byte {@code b} to float32, at the start of {@code floats}. */
    static void widen(int k, MemorySegment panels, long b, MemorySegment floats, long to) {
        for (int p = 0; p < k; p++) {
            FloatVector w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + p * STEP, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, 0);
            w.intoMemorySegment(floats, to + p * STEP * Float.BYTES, ORDER);
            w = (FloatVector) ByteVector.fromMemorySegment(BYTES, panels, b + p * STEP + SECOND, ORDER)
                    .convertShape(VectorOperators.B2F, LANES, PART);
            w.intoMemorySegment(floats, to + p * STEP * Float.BYTES + VECTOR, ORDER);
        }
    }
}
