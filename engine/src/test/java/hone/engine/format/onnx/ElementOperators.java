package hone.engine.format.onnx;

import hone.engine.format.onnx.OnnxInterpreter.Array;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The ONNX operators on single elements and on rows, from their definitions. */
final class ElementOperators {
    private ElementOperators() {}

    static Array map(Array array, DoubleUnaryOperator function) {
        return new Array(
                array.sizes(), Arrays.stream(array.values()).map(function).toArray());
    }

    /** Element by element, after ONNX's rule: shapes are aligned at their ends, and a size of 1 is repeated. */
    static Array combine(Array a, Array b, DoubleBinaryOperator function) {
        int rank = Math.max(a.sizes().length, b.sizes().length);
        long[] sizes = new long[rank];
        for (int i = 0; i < rank; i++) {
            long first = size(a, rank, i);
            long second = size(b, rank, i);
            if (first != second && first != 1 && second != 1) {
                throw new AssertionError(Arrays.toString(a.sizes()) + " and " + Arrays.toString(b.sizes()));
            }
            sizes[i] = Math.max(first, second);
        }
        double[] values = new double[(int) Arrays.stream(sizes).reduce(1, (x, y) -> x * y)];
        for (int index = 0; index < values.length; index++) {
            values[index] = function.applyAsDouble(at(a, sizes, index), at(b, sizes, index));
        }
        return new Array(sizes, values);
    }

    private static long size(Array array, int rank, int dimension) {
        int own = dimension - (rank - array.sizes().length);
        return own < 0 ? 1 : array.sizes()[own];
    }

    private static double at(Array array, long[] sizes, int index) {
        long rest = index;
        int place = 0;
        int stride = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            long own = size(array, sizes.length, i);
            place += own == 1 ? 0 : (int) (rest % sizes[i]) * stride;
            stride *= (int) own;
            rest /= sizes[i];
        }
        return array.values()[place];
    }

    /** The exact form; erf by its power series, which for tests' small numbers soon ends. */
    static double geluByErf(double x) {
        double z = x / Math.sqrt(2);
        double term = z;
        double sum = z;
        for (int n = 1; n < 60; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return x / 2 * (1 + 2 / Math.sqrt(Math.PI) * sum);
    }

    static double geluByTanh(double x) {
        return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    /** Means over the last dimension, which stays with size 1. */
    static Array rowMeans(Array x) {
        double[] means = new double[x.rows()];
        for (int i = 0; i < x.values().length; i++) {
            means[i / x.columns()] += x.values()[i] / x.columns();
        }
        long[] sizes = x.sizes().clone();
        sizes[sizes.length - 1] = 1;
        return new Array(sizes, means);
    }

    /** Over the last dimension. */
    static Array layerNormalization(Array x, Array weight, Array bias, double epsilon) {
        Array distance = combine(x, rowMeans(x), (value, mean) -> value - mean);
        Array variance = rowMeans(map(distance, value -> value * value));
        Array normal = combine(distance, variance, (value, mean) -> value / Math.sqrt(mean + epsilon));
        return combine(combine(normal, weight, (value, by) -> value * by), bias, Double::sum);
    }
}
