package hone.engine.technique.quantization;

import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.WeightGroups;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;

/**
 * Symmetric round-to-nearest to INT4, group by group: q = round(w / scale) with scale = max|w| / 7 over the group, so that
 * zero stays zero, no value is clipped, and none is off by more than half a scale. Ties go to the even neighbour. The
 * result is stored as {@link Int4Linear} reads it.
 */
public final class Int4GroupRounding {
    /** The largest magnitude stored: -8 is left out, so that the range is symmetric. */
    static final int LARGEST = 7;

    private Int4GroupRounding() {}

    /**
     * @param weight (out, in) F32, finite
     * @param groupSize a power of two of at least {@link WeightGroups#SMALLEST}
     * @param packed (out, ⌈in / 2⌉) U8, filled here
     * @param scales (out, ⌈in / groupSize⌉) F32, filled here; 1 for a group of zeros
     */
    public static void round(Tensor weight, int groupSize, Tensor packed, Tensor scales) {
        long outputs = weight.shape().size(0);
        long k = weight.shape().size(1);
        long groups = WeightGroups.count(groupSize, k);
        packed.segment().fill((byte) 0);
        for (long row = 0; row < outputs; row++) {
            for (long group = 0; group < groups; group++) {
                long first = group * groupSize;
                long end = Math.min(k, first + groupSize);
                float scale = scale(weight, row * k + first, row * k + end);
                scales.setFloat(row * groups + group, scale);
                for (long p = first; p < end; p++) {
                    int q = (int) Math.rint(weight.getFloat(row * k + p) / scale) + Int4Linear.ZERO_POINT;
                    long at = row * Int4Linear.rowBytes(k) + p / 2;
                    int both = packed.segment().get(ValueLayout.JAVA_BYTE, at) | (q << (p % 2 * 4));
                    packed.segment().set(ValueLayout.JAVA_BYTE, at, (byte) both);
                }
            }
        }
    }

    private static float scale(Tensor weight, long from, long to) {
        float largest = 0;
        for (long i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(weight.getFloat(i)));
        }
        float scale = largest / LARGEST;
        return scale == 0 ? 1 : scale;
    }
}
