package hone.engine.format.onnx.reference;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Matrix products as numpy's matmul does them, and Gemm. */
final class Products implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("MatMul", "Gemm", "MatMulInteger");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return List.of(
                switch (call.operator()) {
                    case "MatMul" ->
                        product(call, call.in(0), call.in(1), call.in(0).type());
                    case "Gemm" -> gemm(call);
                    default ->
                        product(
                                call,
                                centred(call, call.in(0), 2, true),
                                centred(call, call.in(1), 3, false),
                                ElementType.I32);
                });
    }

    /** Quantized numbers less their zero point, of which there may be one for each row or column. */
    private static NdArray centred(Call call, NdArray x, int zeroPoint, boolean rows) {
        return call.has(zeroPoint) ? centred(x, call.in(zeroPoint), rows) : x.as(ElementType.I64);
    }

    static NdArray centred(NdArray x, NdArray zero, boolean rows) {
        NdArray zeros = each(x, zero, rows);
        long[] out = x.wholes();
        for (int i = 0; i < out.length; i++) {
            out[i] -= zeros.whole(i);
        }
        return NdArray.ofWholes(ElementType.I64, x.dims(), out);
    }

    /** A parameter for each element: given once, for each row, or for each column. */
    static NdArray each(NdArray x, NdArray parameter, boolean rows) {
        NdArray laid = parameter.count() == 1
                ? parameter.reshaped()
                : rows && parameter.rank() == 1 && x.rank() > 1 ? parameter.reshaped(parameter.count(), 1) : parameter;
        return laid.spread(x.dims());
    }

    /** The product of the last two dimensions, the others broadcast; vectors lose the dimension they are given. */
    static NdArray product(Call call, NdArray left, NdArray right, ElementType type) {
        NdArray a = left.rank() == 1 ? left.reshaped(1, left.dim(0)) : left;
        NdArray b = right.rank() == 1 ? right.reshaped(right.dim(0), 1) : right;
        int m = a.dim(a.rank() - 2);
        int k = a.dim(a.rank() - 1);
        int n = b.dim(b.rank() - 1);
        if (b.dim(b.rank() - 2) != k) {
            throw new InvalidInput(
                    "two matrices cannot be multiplied", "", "inner dimensions differ: " + left + " by " + right);
        }
        int[] batch = Dims.broadcast(Arrays.copyOf(a.dims(), a.rank() - 2), Arrays.copyOf(b.dims(), b.rank() - 2));
        int[] leftBatch = Dims.offsets(Arrays.copyOf(a.dims(), a.rank() - 2), batch);
        int[] rightBatch = Dims.offsets(Arrays.copyOf(b.dims(), b.rank() - 2), batch);
        int[] full = Arrays.copyOf(batch, batch.length + 2);
        full[batch.length] = m;
        full[batch.length + 1] = n;
        call.work(leftBatch.length, m, Math.max(1, (double) k * n));
        int[] sizes = left.rank() == 1 ? Dims.without(full, batch.length) : full;
        sizes = right.rank() == 1 ? Dims.without(sizes, sizes.length - 1) : sizes;
        if (type.isReal()) {
            double[] out = new double[Dims.count(full)];
            double[] leftReals = a.reals();
            double[] rightReals = b.reals();
            for (int i = 0; i < leftBatch.length; i++) {
                reals(leftReals, leftBatch[i] * m * k, rightReals, rightBatch[i] * k * n, out, i * m * n, m, k, n);
            }
            return NdArray.ofReals(type, sizes, out);
        }
        long[] out = new long[Dims.count(full)];
        for (int i = 0; i < leftBatch.length; i++) {
            wholes(a, leftBatch[i] * m * k, b, rightBatch[i] * k * n, out, i * m * n, m, k, n);
        }
        return NdArray.ofWholes(type, sizes, out);
    }

    private static void wholes(
            NdArray a, int aStart, NdArray b, int bStart, long[] out, int start, int m, int k, int n) {
        for (int at = 0; at < m * n; at++) {
            long sum = 0;
            for (int p = 0; p < k; p++) {
                sum += a.whole(aStart + at / n * k + p) * b.whole(bStart + p * n + at % n);
            }
            out[start + at] = sum;
        }
    }

    /** {@code out (m, n) = a (m, k) · b (k, n)}, row by row so that the innermost loop runs along memory. */
    private static void reals(
            double[] a, int aStart, double[] b, int bStart, double[] out, int start, int m, int k, int n) {
        for (int row = 0; row < m; row++) {
            for (int p = 0; p < k; p++) {
                double factor = a[aStart + row * k + p];
                int from = bStart + p * n;
                int to = start + row * n;
                for (int column = 0; column < n; column++) {
                    out[to + column] += factor * b[from + column];
                }
            }
        }
    }

    /** {@code alpha · A' · B' + beta · C}. */
    private static NdArray gemm(Call call) {
        NdArray a = call.flag("transA", false) ? call.in(0).transposed(1, 0) : call.in(0);
        NdArray b = call.flag("transB", false) ? call.in(1).transposed(1, 0) : call.in(1);
        if (a.rank() != 2 || b.rank() != 2) {
            throw call.wrong("its operands are " + a + " and " + b + ", not matrices");
        }
        double alpha = call.real("alpha", 1);
        double beta = call.real("beta", 1);
        ElementType type = a.type();
        ElementType wide = type.isReal() ? ElementType.F64 : ElementType.I64;
        NdArray product = product(call, a, b, wide);
        if (!type.isReal() && alpha == Math.rint(alpha) && beta == Math.rint(beta)) {
            long[] exact = product.wholes();
            NdArray c = call.has(2) ? call.in(2).spread(product.dims()) : NdArray.zeros(type, product.dims());
            for (int i = 0; i < exact.length; i++) {
                exact[i] = (((long) alpha) * exact[i]) + (((long) beta) * c.whole(i));
            }
            return NdArray.ofWholes(type, product.dims(), exact);
        }
        double[] out = product.reals();
        if (call.has(2)) {
            NdArray c = call.in(2).spread(product.dims());
            for (int i = 0; i < out.length; i++) {
                out[i] = alpha * out[i] + beta * c.real(i);
            }
        } else {
            for (int i = 0; i < out.length; i++) {
                out[i] *= alpha;
            }
        }
        return NdArray.ofNumbers(type, product.dims(), out);
    }
}
