package hone.engine.kernel.int4;

import hone.engine.kernel.math.LaneSums;
import hone.engine.op.matmul.Int4Linear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A row of activations as {@link NibblePanelProduct} wants it: each as many times smaller as the mask leaves its weight
 * larger, and behind them, for each group, what the zero point amounts to. Offsets are in bytes.
 */
final class NibbleRow {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** What activation p is multiplied by stands at p % 8 and, for vectors that begin there, at the places after it. */
    private static final float[] FACTORS = factors();

    private NibbleRow() {}

    private static float[] factors() {
        float[] factors = new float[NibblePanels.STEPS + LENGTH];
        for (int p = 0; p < factors.length; p++) {
            factors[p] = p % 2 == 0 ? 1 : 1F / 16;
        }
        return factors;
    }

    /**
     * Prepares a row.
     *
     * @param k inputs of the row at {@code x0}
     * @param to where in {@code row} they go
     * @param offsets where in {@code row} 8 · Σx of each group goes
     * @return the largest magnitude; no number where an element is none
     */
    static float prepare(MemorySegment x, long x0, int k, int groupSize, MemorySegment row, long to, long offsets) {
        long offset = offsets;
        float largest = 0;
        FloatVector largests = FloatVector.zero(LANES);
        for (int first = 0; first < k; first += groupSize) {
            int end = Math.min(groupSize, k - first) + first;
            FloatVector sums = FloatVector.zero(LANES);
            int p = first;
            for (; p <= end - LENGTH; p += LENGTH) {
                FloatVector value = FloatVector.fromMemorySegment(LANES, x, x0 + (long) p * Float.BYTES, ORDER);
                sums = sums.add(value);
                largests = largests.max(value.abs());
                value.mul(FloatVector.fromArray(LANES, FACTORS, p % NibblePanels.STEPS))
                        .intoMemorySegment(row, to + (long) p * Float.BYTES, ORDER);
            }
            float sum = LaneSums.of(sums);
            for (; p < end; p++) {
                float value = x.get(F32, x0 + (long) p * Float.BYTES);
                sum += value;
                largest = Math.max(largest, Math.abs(value));
                row.set(F32, to + (long) p * Float.BYTES, value * FACTORS[p % NibblePanels.STEPS]);
            }
            row.set(F32, offset, Int4Linear.ZERO_POINT * sum);
            offset += Float.BYTES;
        }
        return Math.max(largest, largests.reduceLanes(VectorOperators.MAX));
    }
}
