package hone.engine.kernel.matmul;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight rows of A times one panel of B. Sixteen sums where {@link PanelProduct} has eight: each loaded vector of B now
 * serves eight rows, and there are twice as many independent additions as the processor can have on its way, so none
 * waits for another. It takes 19 vector registers, which processors with 64-byte vectors have.
 *
 * <p>Flat for the reason given in {@link PanelProduct}. All offsets are in bytes.
 */
final class EightRowProduct {
    /** Rows of A at once. */
    static final int ROWS = 8;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = 2 * VECTOR;
    private static final long GROUP = (long) ROWS * Float.BYTES;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private EightRowProduct() {}

    /**
     * Rows of A where they are, {@code aRow} apart.
     *
     * @param k steps of the inner dimension
     * @param c two vectors for each row, rows {@code cRow} apart; the product is added to them
     */
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
        long a6 = a5 + aRow;
        long a7 = a6 + aRow;
        long c1 = c0 + cRow;
        long c2 = c1 + cRow;
        long c3 = c2 + cRow;
        long c4 = c3 + cRow;
        long c5 = c4 + cRow;
        long c6 = c5 + cRow;
        long c7 = c6 + cRow;
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
        FloatVector sum60 = FloatVector.fromMemorySegment(LANES, c, c6, ORDER);
        FloatVector sum61 = FloatVector.fromMemorySegment(LANES, c, c6 + VECTOR, ORDER);
        FloatVector sum70 = FloatVector.fromMemorySegment(LANES, c, c7, ORDER);
        FloatVector sum71 = FloatVector.fromMemorySegment(LANES, c, c7 + VECTOR, ORDER);
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
            x = FloatVector.broadcast(LANES, a.get(F32, a6 + (long) p * Float.BYTES));
            sum60 = x.fma(b0, sum60);
            sum61 = x.fma(b1, sum61);
            x = FloatVector.broadcast(LANES, a.get(F32, a7 + (long) p * Float.BYTES));
            sum70 = x.fma(b0, sum70);
            sum71 = x.fma(b1, sum71);
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
        sum60.intoMemorySegment(c, c6, ORDER);
        sum61.intoMemorySegment(c, c6 + VECTOR, ORDER);
        sum70.intoMemorySegment(c, c7, ORDER);
        sum71.intoMemorySegment(c, c7 + VECTOR, ORDER);
    }

    /**
     * Rows of A packed by {@link RowPanels}: the eight elements of one step of the inner dimension lie side by side, so
     * that one step reads one line of the cache instead of eight.
     *
     * @param k steps of the inner dimension
     * @param c two vectors for each row, rows {@code cRow} apart; the product is added to them
     */
    static void packed(
            int k, MemorySegment a, long a0, MemorySegment panels, long b, MemorySegment c, long c0, long cRow) {
        long c1 = c0 + cRow;
        long c2 = c1 + cRow;
        long c3 = c2 + cRow;
        long c4 = c3 + cRow;
        long c5 = c4 + cRow;
        long c6 = c5 + cRow;
        long c7 = c6 + cRow;
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
        FloatVector sum60 = FloatVector.fromMemorySegment(LANES, c, c6, ORDER);
        FloatVector sum61 = FloatVector.fromMemorySegment(LANES, c, c6 + VECTOR, ORDER);
        FloatVector sum70 = FloatVector.fromMemorySegment(LANES, c, c7, ORDER);
        FloatVector sum71 = FloatVector.fromMemorySegment(LANES, c, c7 + VECTOR, ORDER);
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
            x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * GROUP + 24));
            sum60 = x.fma(b0, sum60);
            sum61 = x.fma(b1, sum61);
            x = FloatVector.broadcast(LANES, a.get(F32, a0 + (long) p * GROUP + 28));
            sum70 = x.fma(b0, sum70);
            sum71 = x.fma(b1, sum71);
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
        sum60.intoMemorySegment(c, c6, ORDER);
        sum61.intoMemorySegment(c, c6 + VECTOR, ORDER);
        sum70.intoMemorySegment(c, c7, ORDER);
        sum71.intoMemorySegment(c, c7 + VECTOR, ORDER);
    }
}
