package hone.engine.technique.quantization;

import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;

/**
 * Symmetric round-to-nearest: q = round(w / scale) with scale = max|w| / 127, so zero stays zero and no value is clipped.
 * Ties go to the even neighbour.
 */
final class SymmetricRounding {
    /** The largest magnitude stored: -128 is left out, so that the range is symmetric and products fit 15 bits. */
    static final int LARGEST = 127;

    private SymmetricRounding() {}

    /**
     * One scale for each output channel.
     *
     * @param weight (out, in) F32
     * @param rounded (out, in) I8, filled here
     * @param scales (out) F32, filled here; 1 for a channel of zeros
     */
    static void perOutputChannel(Tensor weight, Tensor rounded, Tensor scales) {
        perGroup(weight, Math.max(1, weight.shape().size(1)), rounded, scales);
    }

    /**
     * One scale for each output and group of neighbouring inputs.
     *
     * @param weight (out, in) F32
     * @param groupSize inputs of a group; the last one may be shorter
     * @param rounded (out, in) I8, filled here
     * @param scales (out, ⌈in / groupSize⌉) F32, filled here; 1 for a group of zeros
     */
    static void perGroup(Tensor weight, long groupSize, Tensor rounded, Tensor scales) {
        long channels = weight.shape().size(0);
        long inputs = weight.shape().size(1);
        long scale = 0;
        for (long row = 0; row < channels; row++) {
            long end = (row + 1) * inputs;
            long from = row * inputs;
            do {
                long to = Math.min(end, from + groupSize);
                scales.setFloat(scale++, group(weight, from, to, rounded));
                from = to;
            } while (from < end);
        }
    }

    /** Rounds one group and gives its scale. */
    private static float group(Tensor weight, long from, long to, Tensor rounded) {
        float largest = 0;
        for (long i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(weight.getFloat(i)));
        }
        float scale = largest == 0 ? 1 : largest / LARGEST;
        for (long i = from; i < to; i++) {
            double q = Math.rint(weight.getFloat(i) / scale);
            rounded.segment().set(ValueLayout.JAVA_BYTE, i, (byte) q);
        }
        return scale;
    }
}
