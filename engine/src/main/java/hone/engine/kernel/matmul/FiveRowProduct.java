package hone.engine.kernel.matmul;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Five rows of A times one panel of B: {@link EightRowProduct} for processors with sixteen vector registers. Ten hold sums and two
 * hold B; the compiler loads up to four elements of A ahead. A sixth row would fit on paper, but then the compiler keeps one sum in
 * memory, and each step waits for it to come back: 37 GFLOP/s were measured with six rows, 80 with five, 71 with four.
 */
final class FiveRowProduct {
    /** Rows of A at once. */
    static final int ROWS = 5;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = 2 * VECTOR;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private FiveRowProduct() {}

    /** See {@link EightRowProduct#inPlace}. */
    static void inPlace(
            int k, MemorySegment a, long a0, long aRow, MemorySegment panels, long b, float[] tile, int at) {
        long a1 = a0 + aRow;
        long a2 = a1 + aRow;
        long a3 = a2 + aRow;
        long a4 = a3 + aRow;
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
    }

    /** See {@link EightRowProduct#packed}. */
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
    }
}
