package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;

/** The definitions of softmax and the normalizations in doubles, with the tolerance that the kernels state. */
final class NormalizationOracle {
    /** What the ops under test add to a variance. */
    static final float EPSILON = 1e-5f;

    private NormalizationOracle() {}

    /** Holds every element against the definition, within the tolerance the kernels state. */
    static void check(KernelRig rig, Kernel<?> kernel) {
        float[] actual = rig.result();
        if (actual.length == 0) {
            return;
        }
        long[] shape = rig.site().inputs().getFirst().maxShape().sizes();
        int size = (int) shape[shape.length - 1];
        Row row = new Row(0, 0, 0);
        for (int i = 0; i < actual.length; i++) {
            int column = i % size;
            if (column == 0) {
                row = row(rig, i, size);
            }
            double x = rig.input(0).getFloat(i);
            double[] expected = switch (rig.op()) {
                case Softmax _ -> softmax(x, row);
                case LayerNorm _ ->
                    layerNorm(
                            x, row, rig.input(1).getFloat(column), rig.input(2).getFloat(column));
                case RmsNorm _ -> rmsNorm(x, row, rig.input(1).getFloat(column));
                default -> batchNorm(rig, shape, i);
            };
            assertEquals(
                    expected[0],
                    actual[i],
                    Double.isFinite(expected[1]) ? expected[1] : 0,
                    kernel.id() + " at " + i + " of " + rig.site().inputs());
        }
    }

    /** What the definitions need to know of a row: the largest, or the largest magnitude, and up to two sums. */
    private record Row(double largest, double first, double second) {}

    private static Row row(KernelRig rig, int from, int size) {
        double largest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (int j = from; j < from + size; j++) {
            double x = rig.input(0).getFloat(j);
            largest = Math.max(largest, rig.op() instanceof Softmax ? x : Math.abs(x));
            sum += x;
            squares += x * x;
        }
        double mean = sum / size;
        double powers = 0;
        double variance = 0;
        for (int j = from; j < from + size; j++) {
            double x = rig.input(0).getFloat(j);
            powers += StrictMath.exp(x - largest);
            variance += (x - mean) * (x - mean) / size;
        }
        return switch (rig.op()) {
            case Softmax _ -> new Row(largest, powers, 0);
            case LayerNorm _ -> new Row(largest, mean, variance);
            default -> new Row(largest, squares / size, 0);
        };
    }

    /** The value and its tolerance. */
    private static double[] softmax(double x, Row row) {
        double value = StrictMath.exp(x - row.largest()) / row.first();
        return new double[] {value, value * (0x1p-21 + 0x1p-23 * (row.largest() - x)) + 0x1p-126};
    }

    private static double[] layerNorm(double x, Row row, double weight, double bias) {
        double factor = 1 / Math.sqrt(row.second() + EPSILON);
        double size = row.largest() * factor * Math.abs(weight) + Math.abs(bias);
        return new double[] {(x - row.first()) * factor * weight + bias, 0x1p-20 * size};
    }

    private static double[] rmsNorm(double x, Row row, double weight) {
        double value = x / Math.sqrt(row.first() + EPSILON) * weight;
        return new double[] {value, 0x1p-20 * Math.abs(value)};
    }

    private static double[] batchNorm(KernelRig rig, long[] shape, int at) {
        long plane = shape.length == 4 ? shape[2] * shape[3] : 1;
        long channel = at / plane % shape[1];
        double factor =
                rig.input(1).getFloat(channel) / Math.sqrt((double) rig.input(4).getFloat(channel) + EPSILON);
        double x = rig.input(0).getFloat(at);
        double mean = rig.input(3).getFloat(channel);
        double bias = rig.input(2).getFloat(channel);
        double size = Math.abs(factor) * (Math.abs(x) + Math.abs(mean)) + Math.abs(bias);
        return new double[] {(x - mean) * factor + bias, 0x1p-22 * size};
    }
}
