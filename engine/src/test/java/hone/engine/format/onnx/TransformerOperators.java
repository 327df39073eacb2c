package hone.engine.format.onnx;

import hone.engine.format.onnx.OnnxInterpreter.Array;
import java.util.Arrays;
import java.util.List;

/** The ONNX operators that an attention and an embedding are said in, from their definitions. */
final class TransformerOperators {
    private TransformerOperators() {}

    /** A size of 0 is the input's own. */
    static Array reshape(Array x, Array shape) {
        long[] sizes = new long[shape.values().length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shape.values()[i] == 0 ? x.sizes()[i] : (long) shape.values()[i];
        }
        if (elements(sizes) != x.values().length) {
            throw new AssertionError(Arrays.toString(sizes) + " for " + x.values().length + " elements");
        }
        return new Array(sizes, x.values());
    }

    /** Output dimension i is input dimension permutation[i]. */
    static Array transpose(Array x, List<Long> permutation) {
        int rank = x.sizes().length;
        long[] sizes = permutation.stream()
                .mapToLong(from -> x.sizes()[from.intValue()])
                .toArray();
        double[] values = new double[x.values().length];
        for (int index = 0; index < values.length; index++) {
            long rest = index;
            long[] at = new long[rank];
            for (int i = rank - 1; i >= 0; i--) {
                at[permutation.get(i).intValue()] = rest % sizes[i];
                rest /= sizes[i];
            }
            int from = 0;
            for (int i = 0; i < rank; i++) {
                from = (int) (from * x.sizes()[i] + at[i]);
            }
            values[index] = x.values()[from];
        }
        return new Array(sizes, values);
    }

    /** Matrices in as many leading dimensions; where one of the second's is 1, its matrices are repeated. */
    static Array product(Array a, Array b) {
        int rank = a.sizes().length;
        int m = (int) a.sizes()[rank - 2];
        int k = a.columns();
        int n = b.columns();
        long[] sizes = a.sizes().clone();
        sizes[rank - 1] = n;
        double[] c = new double[elements(sizes)];
        for (int index = 0; index < c.length; index++) {
            int matrix = index / (m * n);
            int other = 0;
            int rest = matrix;
            int stride = 1;
            for (int i = rank - 3; i >= 0; i--) {
                int size = (int) a.sizes()[i];
                other += b.sizes()[i] == 1 ? 0 : rest % size * stride;
                rest /= size;
                stride *= (int) b.sizes()[i];
            }
            for (int p = 0; p < k; p++) {
                c[index] += a.values()[matrix * m * k + index / n % m * k + p]
                        * b.values()[other * k * n + p * n + index % n];
            }
        }
        return new Array(sizes, c);
    }

    /** Over the last dimension. */
    static Array softmax(Array x) {
        double[] values = x.values().clone();
        int columns = x.columns();
        for (int row = 0; row < values.length; row += columns) {
            double largest = Arrays.stream(values, row, row + columns).max().orElseThrow();
            double sum = 0;
            for (int i = row; i < row + columns; i++) {
                values[i] = Math.exp(values[i] - largest);
                sum += values[i];
            }
            for (int i = row; i < row + columns; i++) {
                values[i] /= sum;
            }
        }
        return new Array(x.sizes(), values);
    }

    /** The slices of one dimension that the ids name, in place of it. */
    static Array gather(Array x, Array ids, int axis) {
        int rank = x.sizes().length;
        int inner = elements(Arrays.copyOfRange(x.sizes(), axis + 1, rank));
        int outer = elements(Arrays.copyOf(x.sizes(), axis));
        int count = (int) x.sizes()[axis];
        long[] sizes = new long[rank - 1 + ids.sizes().length];
        System.arraycopy(x.sizes(), 0, sizes, 0, axis);
        System.arraycopy(ids.sizes(), 0, sizes, axis, ids.sizes().length);
        System.arraycopy(x.sizes(), axis + 1, sizes, axis + ids.sizes().length, rank - axis - 1);
        double[] values = new double[elements(sizes)];
        int to = 0;
        for (int i = 0; i < outer; i++) {
            for (double id : ids.values()) {
                System.arraycopy(x.values(), (i * count + (int) id) * inner, values, to, inner);
                to += inner;
            }
        }
        return new Array(sizes, values);
    }

    private static int elements(long[] sizes) {
        return (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    }
}
