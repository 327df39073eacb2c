package hone.engine.kernel.quantization;

import hone.engine.kernel.Operands;

/** Which scale an element has. */
final class SliceOf {
    private SliceOf() {}

    /** Elements of x that share a scale, one behind the other. */
    static long run(Operands operands, int axis) {
        long run = 1;
        for (int d = operands.inputRank(0) - 1; d > axis; d--) {
            run *= operands.inputSize(0, d);
        }
        return run;
    }

    /**
     * The number of an element's scale.
     *
     * @param count of scales
     * @param run of elements that share one, as {@link #run} says
     */
    static long index(long element, long count, long run) {
        return count == 1 ? 0 : element / run % count;
    }
}
