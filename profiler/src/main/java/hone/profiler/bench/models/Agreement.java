package hone.profiler.bench.models;

import hone.engine.tensor.Tensor;

/**
 * How far a contestant's outputs are from the reference's, over all rows of classes seen so far. Not a number on one side only
 * counts as infinitely far.
 */
final class Agreement {
    private double maxDifference;
    private long rows;
    private long same;

    /** Takes a batch of outputs in. */
    void add(Tensor reference, Tensor other) {
        int classes = (int) reference.shape().size(reference.shape().rank() - 1);
        float[] expected = reference.toFloats();
        float[] actual = other.toFloats();
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - actual[i]);
            maxDifference = Math.max(
                    maxDifference,
                    Double.isNaN(difference) && Float.isNaN(expected[i]) != Float.isNaN(actual[i])
                            ? Double.POSITIVE_INFINITY
                            : Double.isNaN(difference) ? 0 : difference);
        }
        for (int from = 0; from < expected.length; from += classes) {
            rows++;
            same += largest(expected, from, classes) == largest(actual, from, classes) ? 1 : 0;
        }
    }

    private static int largest(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }

    double maxDifference() {
        return maxDifference;
    }

    /** The share of rows whose largest output is the same. */
    double sameTop1() {
        return rows == 0 ? Double.NaN : (double) same / rows;
    }
}
