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
     * @param weight (out, in) F32
     * @param rounded (out, in) I8, filled here
     * @param scales (out) F32, filled here; 1 for a channel of zeros
     */
    static void perOutputChannel(Tensor weight, Tensor rounded, Tensor scales) {
        long channels = weight.shape().size(0);
        long inputs = weight.shape().size(1);
        for (long row = 0; row < channels; row++) {
            float largest = 0;
            for (long i = 0; i < inputs; i++) {
                largest = Math.max(largest, Math.abs(weight.getFloat(row * inputs + i)));
            }
            float scale = largest == 0 ? 1 : largest / LARGEST;
            scales.setFloat(row, scale);
            for (long i = 0; i < inputs; i++) {
                double q = Math.rint(weight.getFloat(row * inputs + i) / scale);
                rounded.segment().set(ValueLayout.JAVA_BYTE, row * inputs + i, (byte) q);
            }
        }
    }
}
