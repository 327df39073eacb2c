package hone.engine.kernel.matmul;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of A times one panel of B: the innermost loops of the vector kernels. The sums stay in registers from the first
 * multiplication to the last. There are eight of them, because a fused multiply-add takes about four cycles and two can
 * start in each: with fewer sums the processor would wait for its own results.
 *
 * <p>The methods are flat and name every register: a vector that crosses a call which is not inlined becomes an object
 * on the heap, and the loop five times slower. All offsets are in bytes.
 */
public final class PanelProduct {
    /** Rows of A that {@link #fourRows} takes at once. */
    public static final int ROWS = 4;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = 2 * VECTOR;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private PanelProduct() {}

    /**
     * Four rows of A, at {@code a0} … {@code a3}, times the panel at {@code b}: each loaded vector of B is used four
     * times, and each element of A twice.
     *
     * @param k steps of the inner dimension
     * @param c two vectors for each row, at {@code c0} … {@code c3}; the product is added to them
     */
    public static void fourRows(
            int k,
            MemorySegment a,
            long a0,
            long a1,
            long a2,
            long a3,
            MemorySegment panels,
            long b,
            MemorySegment c,
            long c0,
            long c1,
            long c2,
            long c3) {
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, c, c0, ORDER);
        FloatVector sum01 = FloatVector.fromMemorySegment(LANES, c, c0 + VECTOR, ORDER);
        FloatVector sum10 = FloatVector.fromMemorySegment(LANES, c, c1, ORDER);
        FloatVector sum11 = FloatVector.fromMemorySegment(LANES, c, c1 + VECTOR, ORDER);
        FloatVector sum20 = FloatVector.fromMemorySegment(LANES, c, c2, ORDER);
        FloatVector sum21 = FloatVector.fromMemorySegment(LANES, c, c2 + VECTOR, ORDER);
        FloatVector sum30 = FloatVector.fromMemorySegment(LANES, c, c3, ORDER);
        FloatVector sum31 = FloatVector.fromMemorySegment(LANES, c, c3 + VECTOR, ORDER);
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
        }
        sum00.intoMemorySegment(c, c0, ORDER);
        sum01.intoMemorySegment(c, c0 + VECTOR, ORDER);
        sum10.intoMemorySegment(c, c1, ORDER);
        sum11.intoMemorySegment(c, c1 + VECTOR, ORDER);
        sum20.intoMemorySegment(c, c2, ORDER);
        sum21.intoMemorySegment(c, c2 + VECTOR, ORDER);
        sum30.intoMemorySegment(c, c3, ORDER);
        sum31.intoMemorySegment(c, c3 + VECTOR, ORDER);
    }

    /**
     * One row of A times the panel at {@code b}. There is no second row to share B with, so memory sets the pace; four
     * steps of the inner dimension have sums of their own, only to keep the additions from waiting for one another.
     */
    public static void oneRow(int k, MemorySegment a, long a0, MemorySegment panels, long b, MemorySegment c, long c0) {
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, c, c0, ORDER);
        FloatVector sum01 = FloatVector.fromMemorySegment(LANES, c, c0 + VECTOR, ORDER);
        FloatVector sum10 = FloatVector.zero(LANES);
        FloatVector sum11 = sum10;
        FloatVector sum20 = sum10;
        FloatVector sum21 = sum10;
        FloatVector sum30 = sum10;
        FloatVector sum31 = sum10;
        int p = 0;
        for (; p < k - 3; p += 4) {
            long at = b + p * STEP;
            long ap = a0 + (long) p * Float.BYTES;
            FloatVector x = FloatVector.broadcast(LANES, a.get(F32, ap));
            sum00 = x.fma(FloatVector.fromMemorySegment(LANES, panels, at, ORDER), sum00);
            sum01 = x.fma(FloatVector.fromMemorySegment(LANES, panels, at + VECTOR, ORDER), sum01);
            x = FloatVector.broadcast(LANES, a.get(F32, ap + 4));
            sum10 = x.fma(FloatVector.fromMemorySegment(LANES, panels, at + STEP, ORDER), sum10);
            sum11 = x.fma(FloatVector.fromMemorySegment(LANES, panels, at + STEP + VECTOR, ORDER), sum11);
            x = FloatVector.broadcast(LANES, a.get(F32, ap + 8));
            sum20 = x.fma(FloatVector.fromMemorySegment(LANES, panels, at + 2 * STEP, ORDER), sum20);
            sum21 = x.fma(FloatVector.fromMemorySegment(LANES, panels, at + 2 * STEP + VECTOR, ORDER), sum21);
            x = FloatVector.broadcast(LANES, a.get(F32, ap + 12));
            sum30 = x.fma(FloatVector.fromMemorySegment(LANES, panels, at + 3 * STEP, ORDER), sum30);
            sum31 = x.fma(FloatVector.fromMemorySegment(LANES, panels, at + 3 * STEP + VECTOR, ORDER), sum31);
        }
        for (; p < k; p++) {
            FloatVector x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * Float.BYTES));
            sum00 = x.fma(FloatVector.fromMemorySegment(LANES, panels, b + p * STEP, ORDER), sum00);
            sum01 = x.fma(FloatVector.fromMemorySegment(LANES, panels, b + p * STEP + VECTOR, ORDER), sum01);
        }
        sum00.add(sum10).add(sum20.add(sum30)).intoMemorySegment(c, c0, ORDER);
        sum01.add(sum11).add(sum21.add(sum31)).intoMemorySegment(c, c0 + VECTOR, ORDER);
    }
}
