package hone.profiler.bench.kernels;

import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * Holds what every contestant computes to what the first one does, before anything is timed: a wrong kernel is not a fast
 * one. The first is the plainest kernel there is.
 */
final class SameResult {
    /** Of the largest element; sums of a thousand products in different orders stay well below. */
    private static final double TOLERANCE = 1e-4;

    private SameResult() {}

    /**
     * Runs all once and compares their float32 results.
     *
     * @throws IllegalStateException with the numbers, where two differ
     */
    static void check(KernelSubject subject, List<KernelContestant> contestants) {
        contestants.getFirst().run();
        Tensor expected = contestants.getFirst().result();
        if (expected.dtype() != DType.F32) {
            return;
        }
        double largest = 0;
        for (long i = 0; i < expected.shape().elements(); i++) {
            largest = Math.max(largest, Math.abs(expected.getFloat(i)));
        }
        for (KernelContestant contestant : contestants) {
            boolean withoutBias = contestant instanceof KernelContestant.Theirs
                    && subject.graph().weights().stream()
                            .anyMatch(weight -> weight.name().equals("in2"));
            contestant.run();
            Tensor found = contestant.result();
            for (long i = 0; i < expected.shape().elements(); i++) {
                double bias = withoutBias
                        ? subject.operand("in2")
                                .getFloat(i % subject.operand("in2").shape().elements())
                        : 0;
                double difference = Math.abs(expected.getFloat(i) - found.getFloat(i) - bias);
                if (!(difference <= TOLERANCE * largest)) {
                    throw new IllegalStateException(String.format(
                            Locale.ROOT,
                            "%s %s: element %d is %s by %s and %s by %s",
                            subject.op(),
                            subject.shape(),
                            i,
                            expected.getFloat(i),
                            contestants.getFirst().name(),
                            found.getFloat(i) + bias,
                            contestant.name()));
                }
            }
        }
    }
}
