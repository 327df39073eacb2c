package hone.engine.kernel.loss;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The two passes over a row of logits that its softmax begins with. The largest logit is taken out of the exponentials,
 * so that they lie between 0 and 1 and their sum between 1 and the number of classes. Doubles, because this is where
 * float32 would lose the loss of a well-learnt sample.
 */
final class Softmax {
    private Softmax() {}

    /** The largest of {@code classes} logits from element {@code first} on; NaN if one is. */
    static double largest(MemorySegment logits, long first, int classes) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, logits.getAtIndex(ValueLayout.JAVA_FLOAT, first + c));
        }
        return largest;
    }

    /** Σ exp(logit − largest) over the row. */
    static double sumOfExponentials(MemorySegment logits, long first, int classes, double largest) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits.getAtIndex(ValueLayout.JAVA_FLOAT, first + c) - largest);
        }
        return sum;
    }
}
