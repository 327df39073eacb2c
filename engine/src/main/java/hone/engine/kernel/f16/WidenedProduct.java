package hone.engine.kernel.f16;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of activations times steps of a panel that was just widened into an array: {@link
 * hone.engine.kernel.matmul.PanelProduct} for arrays. It is a method of its own because a loop over memory that is now
 * native and now an array is compiled for neither.
 */
final class WidenedProduct {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LANE_COUNT = LANES.length();
    private static final int STEP = 2 * LANE_COUNT;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private WidenedProduct() {}

    /**
     * @param k steps
     * @param x the row's activations, from byte {@code x0} on
     * @param w two vectors for each step
     * @param c two vectors at {@code c0}; the product is added to them
     */
    static void oneRow(int k, MemorySegment x, long x0, float[] w, MemorySegment c, long c0) {
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
            int at = p * STEP;
            long xp = x0 + (long) p * Float.BYTES;
            FloatVector y = FloatVector.broadcast(LANES, x.get(F32, xp));
            sum00 = y.fma(FloatVector.fromArray(LANES, w, at), sum00);
            sum01 = y.fma(FloatVector.fromArray(LANES, w, at + LANE_COUNT), sum01);
            y = FloatVector.broadcast(LANES, x.get(F32, xp + 4));
            sum10 = y.fma(FloatVector.fromArray(LANES, w, at + STEP), sum10);
            sum11 = y.fma(FloatVector.fromArray(LANES, w, at + STEP + LANE_COUNT), sum11);
            y = FloatVector.broadcast(LANES, x.get(F32, xp + 8));
            sum20 = y.fma(FloatVector.fromArray(LANES, w, at + 2 * STEP), sum20);
            sum21 = y.fma(FloatVector.fromArray(LANES, w, at + 2 * STEP + LANE_COUNT), sum21);
            y = FloatVector.broadcast(LANES, x.get(F32, xp + 12));
            sum30 = y.fma(FloatVector.fromArray(LANES, w, at + 3 * STEP), sum30);
            sum31 = y.fma(FloatVector.fromArray(LANES, w, at + 3 * STEP + LANE_COUNT), sum31);
        }
        for (; p < k; p++) {
            FloatVector y = FloatVector.broadcast(LANES, x.get(F32, x0 + (long) p * Float.BYTES));
            sum00 = y.fma(FloatVector.fromArray(LANES, w, p * STEP), sum00);
            sum01 = y.fma(FloatVector.fromArray(LANES, w, p * STEP + LANE_COUNT), sum01);
        }
        sum00.add(sum10).add(sum20.add(sum30)).intoMemorySegment(c, c0, ORDER);
        sum01.add(sum11).add(sum21.add(sum31)).intoMemorySegment(c, c0 + VECTOR, ORDER);
    }
}
