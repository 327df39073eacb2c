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
 * <p>Flat for the reason given in {@link PanelProduct}. The sums come from a Java array and go back to it: HotSpot's first
 * compiler needs so much more room for an access to a segment that it gives up on a method with fifty, and the method
 * would wait in the interpreter for the second compiler. Offsets into segments are in bytes.
 */
final class EightRowProduct {
    /** Rows of A at once. */
    static final int ROWS = 8;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = 2 * VECTOR;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private EightRowProduct() {}

    /**
     * Rows of A where they are, {@code aRow} apart.
     *
     * @param k steps of the inner dimension
     * @param tile (rows × two vectors), this block's from element {@code at} on; the product is added to it
     */
    static void inPlace(
            int k, MemorySegment a, long a0, long aRow, MemorySegment panels, long b, float[] tile, int at) {
        long a1 = a0 + aRow;
        long a2 = a1 + aRow;
        long a3 = a2 + aRow;
        long a4 = a3 + aRow;
        long a5 = a4 + aRow;
        long a6 = a5 + aRow;
        long a7 = a6 + aRow;
        FloatVector sum00 = FloatVector.fromArray(LANES, tile, at);
        FloatVector sum01 = FloatVector.fromArray(LANES, tile, at + LENGTH);
        FloatVector sum10 = FloatVector.fromArray(LANES, tile, at + 2 * LENGTH);
        FloatVector sum11 = FloatVector.fromArray(LANES, tile, at + 3 * LENGTH);
        FloatVector sum20 = FloatVector.fromArray(LANES, tile, at + 4 * LENGTH);
        FloatVector sum21 = FloatVector.fromArray(LANES, tile, at + 5 * LENGTH);
        FloatVector sum30 = FloatVector.fromArray(LANES, tile, at + 6 * LENGTH);
        FloatVector sum31 = FloatVector.fromArray(LANES, tile, at + 7 * LENGTH);
        FloatVector sum40 = FloatVector.fromArray(LANES, tile, at + 8 * LENGTH);
        FloatVector sum41 = FloatVector.fromArray(LANES, tile, at + 9 * LENGTH);
        FloatVector sum50 = FloatVector.fromArray(LANES, tile, at + 10 * LENGTH);
        FloatVector sum51 = FloatVector.fromArray(LANES, tile, at + 11 * LENGTH);
        FloatVector sum60 = FloatVector.fromArray(LANES, tile, at + 12 * LENGTH);
        FloatVector sum61 = FloatVector.fromArray(LANES, tile, at + 13 * LENGTH);
        FloatVector sum70 = FloatVector.fromArray(LANES, tile, at + 14 * LENGTH);
        FloatVector sum71 = FloatVector.fromArray(LANES, tile, at + 15 * LENGTH);
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
        sum00.intoArray(tile, at);
        sum01.intoArray(tile, at + LENGTH);
        sum10.intoArray(tile, at + 2 * LENGTH);
        sum11.intoArray(tile, at + 3 * LENGTH);
        sum20.intoArray(tile, at + 4 * LENGTH);
        sum21.intoArray(tile, at + 5 * LENGTH);
        sum30.intoArray(tile, at + 6 * LENGTH);
        sum31.intoArray(tile, at + 7 * LENGTH);
        sum40.intoArray(tile, at + 8 * LENGTH);
        sum41.intoArray(tile, at + 9 * LENGTH);
        sum50.intoArray(tile, at + 10 * LENGTH);
        sum51.intoArray(tile, at + 11 * LENGTH);
        sum60.intoArray(tile, at + 12 * LENGTH);
        sum61.intoArray(tile, at + 13 * LENGTH);
        sum70.intoArray(tile, at + 14 * LENGTH);
        sum71.intoArray(tile, at + 15 * LENGTH);
    }

    /**
     * Rows of A packed by {@link RowPanels}: the eight elements of one step of the inner dimension lie side by side, so
     * that one step reads one line of the cache instead of eight.
     *
     * @param k steps of the inner dimension
     * @param a0 the group's first element
     * @param tile (rows × two vectors), this block's from element {@code at} on; the product is added to it
     */
    static void packed(int k, float[] a, int a0, MemorySegment panels, long b, float[] tile, int at) {
        FloatVector sum00 = FloatVector.fromArray(LANES, tile, at);
        FloatVector sum01 = FloatVector.fromArray(LANES, tile, at + LENGTH);
        FloatVector sum10 = FloatVector.fromArray(LANES, tile, at + 2 * LENGTH);
        FloatVector sum11 = FloatVector.fromArray(LANES, tile, at + 3 * LENGTH);
        FloatVector sum20 = FloatVector.fromArray(LANES, tile, at + 4 * LENGTH);
        FloatVector sum21 = FloatVector.fromArray(LANES, tile, at + 5 * LENGTH);
        FloatVector sum30 = FloatVector.fromArray(LANES, tile, at + 6 * LENGTH);
        FloatVector sum31 = FloatVector.fromArray(LANES, tile, at + 7 * LENGTH);
        FloatVector sum40 = FloatVector.fromArray(LANES, tile, at + 8 * LENGTH);
        FloatVector sum41 = FloatVector.fromArray(LANES, tile, at + 9 * LENGTH);
        FloatVector sum50 = FloatVector.fromArray(LANES, tile, at + 10 * LENGTH);
        FloatVector sum51 = FloatVector.fromArray(LANES, tile, at + 11 * LENGTH);
        FloatVector sum60 = FloatVector.fromArray(LANES, tile, at + 12 * LENGTH);
        FloatVector sum61 = FloatVector.fromArray(LANES, tile, at + 13 * LENGTH);
        FloatVector sum70 = FloatVector.fromArray(LANES, tile, at + 14 * LENGTH);
        FloatVector sum71 = FloatVector.fromArray(LANES, tile, at + 15 * LENGTH);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromMemorySegment(LANES, panels, b + p * STEP, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(LANES, panels, b + p * STEP + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, a[a0 + p * ROWS]);
            sum00 = x.fma(b0, sum00);
            sum01 = x.fma(b1, sum01);
            x = FloatVector.broadcast(LANES, a[a0 + p * ROWS + 1]);
            sum10 = x.fma(b0, sum10);
            sum11 = x.fma(b1, sum11);
            x = FloatVector.broadcast(LANES, a[a0 + p * ROWS + 2]);
            sum20 = x.fma(b0, sum20);
            sum21 = x.fma(b1, sum21);
            x = FloatVector.broadcast(LANES, a[a0 + p * ROWS + 3]);
            sum30 = x.fma(b0, sum30);
            sum31 = x.fma(b1, sum31);
            x = FloatVector.broadcast(LANES, a[a0 + p * ROWS + 4]);
            sum40 = x.fma(b0, sum40);
            sum41 = x.fma(b1, sum41);
            x = FloatVector.broadcast(LANES, a[a0 + p * ROWS + 5]);
            sum50 = x.fma(b0, sum50);
            sum51 = x.fma(b1, sum51);
            x = FloatVector.broadcast(LANES, a[a0 + p * ROWS + 6]);
            sum60 = x.fma(b0, sum60);
            sum61 = x.fma(b1, sum61);
            x = FloatVector.broadcast(LANES, a[a0 + p * ROWS + 7]);
            sum70 = x.fma(b0, sum70);
            sum71 = x.fma(b1, sum71);
        }
        sum00.intoArray(tile, at);
        sum01.intoArray(tile, at + LENGTH);
        sum10.intoArray(tile, at + 2 * LENGTH);
        sum11.intoArray(tile, at + 3 * LENGTH);
        sum20.intoArray(tile, at + 4 * LENGTH);
        sum21.intoArray(tile, at + 5 * LENGTH);
        sum30.intoArray(tile, at + 6 * LENGTH);
        sum31.intoArray(tile, at + 7 * LENGTH);
        sum40.intoArray(tile, at + 8 * LENGTH);
        sum41.intoArray(tile, at + 9 * LENGTH);
        sum50.intoArray(tile, at + 10 * LENGTH);
        sum51.intoArray(tile, at + 11 * LENGTH);
        sum60.intoArray(tile, at + 12 * LENGTH);
        sum61.intoArray(tile, at + 13 * LENGTH);
        sum70.intoArray(tile, at + 14 * LENGTH);
        sum71.intoArray(tile, at + 15 * LENGTH);
    }
}
