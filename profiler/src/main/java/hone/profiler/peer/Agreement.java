package hone.profiler.peer;

import hone.engine.tensor.Tensor;

/**
 * How far a contestant's outputs are from the reference's, over all rows of classes seen so far. Not a number on one side only
 * counts as infinitely far.
 */
public final class Agreement {
    private double maxDifference;
    private double maxRelative;
    private long rows;
    private long same;

    /** Takes a batch of outputs in: both of one shape // (batch, …, classes). */
    public void add(Tensor reference, Tensor other) {
        int classes = (int) reference.shape().size(reference.shape().rank() - 1);
        float[] expected = reference.toFloats();
        float[] actual = other.toFloats();
        for (int from = 0; from < expected.length; from += classes) {
            double farthest = 0;
            double largest = 0;
            for (int i = from; i < from + classes; i++) {
                farthest = Math.max(farthest, difference(expected[i], actual[i]));
                largest = Float.isNaN(expected[i]) ? largest : Math.max(largest, Math.abs(expected[i]));
            }
            maxDifference = Math.max(maxDifference, farthest);
            if (farthest > 0) {
                maxRelative = Math.max(maxRelative, largest > 0 ? farthest / largest : Double.POSITIVE_INFINITY);
            }
            rows++;
            same += largest(expected, from, classes) == largest(actual, from, classes) ? 1 : 0;
        }
    }

    private static double difference(float expected, float actual) {
        double difference = Math.abs((double) expected - actual);
        if (!Double.isNaN(difference)) {
            return difference;
        }
        boolean alike = Float.compare(expected, actual) == 0; // the same infinity, or neither is a number
        return alike ? 0 : Double.POSITIVE_INFINITY;
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

    /** The largest difference of an output from its reference. */
    public double maxDifference() {
        return maxDifference;
    }

    /** The largest difference of an output as a share of the largest number in its row of the reference. */
    public double maxRelative() {
        return maxRelative;
    }

    /** Rows compared. */
    public long rows() {
        return rows;
    }

    /** The share of rows whose largest output is the same. */
    public double sameTop1() {
        return rows == 0 ? Double.NaN : (double) same / rows;
    }
}
