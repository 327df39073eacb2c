package hone.engine.kernel.matmul;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Six rows of A times one panel of B: {@link EightRowProduct} for processors with sixteen vector registers. Twelve hold
 * sums, two hold B and one an element of A; a seventh row would not fit, and sums that go to memory and back cost more
 * than a row gains.
 */
final class SixRowProduct {
    /** Rows of A at once. */
    static final int ROWS = 6;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = 2 * VECTOR;
    private static final long GROUP = (long) ROWS * Float.BYTES;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private SixRowProduct() {}

    /** See {@link EightRowProduct#inPlace}. */
    static void inPlace(
            int k,
            MemorySegment a,
            long a0,
            long aRow,
            MemorySegment panels,
            long b,
            MemorySegment c,
            long c0,
            long cRow) {
        long a1 = a0 + aRow;
        long a2 = a1 + aRow;
        long a3 = a2 + aRow;
        long a4 = a3 + aRow;
        long a5 = a4 + aRow;
        long c1 = c0 + cRow;
        long c2 = c1 + cRow;
        long c3 = c2 + cRow;
        long c4 = c3 + cRow;
        long c5 = c4 + cRow;
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, c, c0, ORDER);
        FloatVector sum01 = FloatVector.fromMemorySegment(LANES, c, c0 + VECTOR, ORDER);
        FloatVector sum10 = FloatVector.fromMemorySegment(LANES, c, c1, ORDER);
        FloatVector sum11 = FloatVector.fromMemorySegment(LANES, c, c1 + VECTOR, ORDER);
        FloatVector sum20 = FloatVector.fromMemorySegment(LANES, c, c2, ORDER);
        FloatVector sum21 = FloatVector.fromMemorySegment(LANES, c, c2 + VECTOR, ORDER);
        FloatVector sum30 = FloatVector.fromMemorySegment(LANES, c, c3, ORDER);
        FloatVector sum31 = FloatVector.fromMemorySegment(LANES, c, c3 + VECTOR, ORDER);
        FloatVector sum40 = FloatVector.fromMemorySegment(LANES, c, c4, ORDER);
        FloatVector sum41 = FloatVector.fromMemorySegment(LANES, c, c4 + VECTOR, ORDER);
        FloatVector sum50 = FloatVector.fromMemorySegment(LANES, c, c5, ORDER);
        FloatVector sum51 = FloatVector.fromMemorySegment(LANES, c, c5 + VECTOR, ORDER);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromMemorySegment(LANES, panels, b + p * STEP, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(LANES, panels, b + p * STEP + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * Float.BYTES));
            sum00 = x.fma(b0, sum00);
            sum01 = x.fma(b1, sum01);
            x = FloatVector.broadcast(LANES, a.get(F32, a1 + (long) p * Float.BYTES));
            sum10 = x.fma(b0, sum10);
            sum11 = x.fma(b1, sum11);
            x = FloatVector.broadcast(LANES, a.get(F32, a2 + (long) p * Float.BYTES));
            sum20 = x.fma(b0, sum20);
            sum21 = x.fma(b1, sum21);
            x = FloatVector.broadcast(LANES, a.get(F32, a3 + (long) p * Float.BYTES));
            sum30 = x.fma(b0, sum30);
            sum31 = x.fma(b1, sum31);
            x = FloatVector.broadcast(LANES, a.get(F32, a4 + (long) p * Float.BYTES));
            sum40 = x.fma(b0, sum40);
            sum41 = x.fma(b1, sum41);
            x = FloatVector.broadcast(LANES, a.get(F32, a5 + (long) p * Float.BYTES));
            sum50 = x.fma(b0, sum50);
            sum51 = x.fma(b1, sum51);
        }
        sum00.intoMemorySegment(c, c0, ORDER);
        sum01.intoMemorySegment(c, c0 + VECTOR, ORDER);
        sum10.intoMemorySegment(c, c1, ORDER);
        sum11.intoMemorySegment(c, c1 + VECTOR, ORDER);
        sum20.intoMemorySegment(c, c2, ORDER);
        sum21.intoMemorySegment(c, c2 + VECTOR, ORDER);
        sum30.intoMemorySegment(c, c3, ORDER);
        sum31.intoMemorySegment(c, c3 + VECTOR, ORDER);
        sum40.intoMemorySegment(c, c4, ORDER);
        sum41.intoMemorySegment(c, c4 + VECTOR, ORDER);
        sum50.intoMemorySegment(c, c5, ORDER);
        sum51.intoMemorySegment(c, c5 + VECTOR, ORDER);
    }

    /** See {@link EightRowProduct#packed}. */
    static void packed(
            int k, MemorySegment a, long a0, MemorySegment panels, long b, MemorySegment c, long c0, long cRow) {
        long c1 = c0 + cRow;
        long c2 = c1 + cRow;
        long c3 = c2 + cRow;
        long c4 = c3 + cRow;
        long c5 = c4 + cRow;
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, c, c0, ORDER);
        FloatVector sum01 = FloatVector.fromMemorySegment(LANES, c, c0 + VECTOR, ORDER);
        FloatVector sum10 = FloatVector.fromMemorySegment(LANES, c, c1, ORDER);
        FloatVector sum11 = FloatVector.fromMemorySegment(LANES, c, c1 + VECTOR, ORDER);
        FloatVector sum20 = FloatVector.fromMemorySegment(LANES, c, c2, ORDER);
        FloatVector sum21 = FloatVector.fromMemorySegment(LANES, c, c2 + VECTOR, ORDER);
        FloatVector sum30 = FloatVector.fromMemorySegment(LANES, c, c3, ORDER);
        FloatVector sum31 = FloatVector.fromMemorySegment(LANES, c, c3 + VECTOR, ORDER);
        FloatVector sum40 = FloatVector.fromMemorySegment(LANES, c, c4, ORDER);
        FloatVector sum41 = FloatVector.fromMemorySegment(LANES, c, c4 + VECTOR, ORDER);
        FloatVector sum50 = FloatVector.fromMemorySegment(LANES, c, c5, ORDER);
        FloatVector sum51 = FloatVector.fromMemorySegment(LANES, c, c5 + VECTOR, ORDER);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromMemorySegment(LANES, panels, b + p * STEP, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(LANES, panels, b + p * STEP + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * GROUP));
            sum00 = x.fma(b0, sum00);
            sum01 = x.fma(b1, sum01);
            x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * GROUP + 4));
            sum10 = x.fma(b0, sum10);
            sum11 = x.fma(b1, sum11);
            x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * GROUP + 8));
            sum20 = x.fma(b0, sum20);
            sum21 = x.fma(b1, sum21);
            x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * GROUP + 12));
            sum30 = x.fma(b0, sum30);
            sum31 = x.fma(b1, sum31);
            x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * GROUP + 16));
            sum40 = x.fma(b0, sum40);
            sum41 = x.fma(b1, sum41);
            x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * GROUP + 20));
            sum50 = x.fma(b0, sum50);
            sum51 = x.fma(b1, sum51);
        }
        sum00.intoMemorySegment(c, c0, ORDER);
        sum01.intoMemorySegment(c, c0 + VECTOR, ORDER);
        sum10.intoMemorySegment(c, c1, ORDER);
        sum11.intoMemorySegment(c, c1 + VECTOR, ORDER);
        sum20.intoMemorySegment(c, c2, ORDER);
        sum21.intoMemorySegment(c, c2 + VECTOR, ORDER);
        sum30.intoMemorySegment(c, c3, ORDER);
        sum31.intoMemorySegment(c, c3 + VECTOR, ORDER);
        sum40.intoMemorySegment(c, c4, ORDER);
        sum41.intoMemorySegment(c, c4 + VECTOR, ORDER);
        sum50.intoMemorySegment(c, c5, ORDER);
        sum51.intoMemorySegment(c, c5 + VECTOR, ORDER);
    }
}
