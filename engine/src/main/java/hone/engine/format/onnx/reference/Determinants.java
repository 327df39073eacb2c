package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Det: determinants of the matrices in the last two dimensions, by elimination with the largest pivot. */
final class Determinants implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Det");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        int n = x.rank() < 2 ? -1 : x.dim(x.rank() - 1);
        if (n < 0 || x.dim(x.rank() - 2) != n) {
            throw call.wrong(x + " holds no square matrices");
        }
        int[] sizes = Arrays.copyOf(x.dims(), x.rank() - 2);
        double[] all = x.reals();
        double[] out = new double[Dims.count(sizes)];
        call.work(out.length, 10 + Math.pow(n, 3));
        for (int i = 0; i < out.length; i++) {
            out[i] = determinant(Arrays.copyOfRange(all, i * n * n, (i + 1) * n * n), n);
        }
        return List.of(NdArray.ofReals(x.type(), sizes, out));
    }

    private static double determinant(double[] a, int n) {
        double product = 1;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                if (Math.abs(a[row * n + column]) > Math.abs(a[pivot * n + column])) {
                    pivot = row;
                }
            }
            double factor = a[pivot * n + column];
            product *= pivot == column ? factor : -factor;
            if (factor == 0) {
                return 0;
            }
            for (int k = column; pivot != column && k < n; k++) {
                double kept = a[column * n + k];
                a[column * n + k] = a[pivot * n + k];
                a[pivot * n + k] = kept;
            }
            for (int row = column + 1; row < n; row++) {
                double share = a[row * n + column] / factor;
                for (int k = column; k < n; k++) {
                    a[row * n + k] -= share * a[column * n + k];
                }
            }
        }
        return product;
    }
}
