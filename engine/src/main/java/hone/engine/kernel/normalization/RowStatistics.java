package hone.engine.kernel.normalization;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Mean and spread of one row in doubles, as normalizations and their gradients need them. */
final class RowStatistics {
    private RowStatistics() {}

    /** The mean of {@code width} elements from element {@code from} on. */
    static double mean(MemorySegment x, long from, int width) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            sum += x.getAtIndex(ValueLayout.JAVA_FLOAT, from + j);
        }
        return sum / width;
    }

    /** 1 / √(mean square distance from {@code mean} + epsilon). */
    static double factor(MemorySegment x, long from, int width, double mean, float epsilon) {
        double squares = 0;
        for (int j = 0; j < width; j++) {
            double distance = x.getAtIndex(ValueLayout.JAVA_FLOAT, from + j) - mean;
            squares += distance * distance;
        }
        return 1 / Math.sqrt(squares / width + epsilon);
    }
}
