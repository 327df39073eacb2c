package hone.engine.kernel;

import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.conv.Pool2d;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.MatrixProduct;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;

/** What the result ought to be: the definition in double precision, loop by loop, for the operands' sizes of this run. */
final class NaiveOracle {
    private NaiveOracle() {}

    /** A product's result (m × n), row-major. */
    static double[] product(MatrixProduct op, KernelRig rig) {
        int k = (int) rig.operands().inputSize(1, op.transposeB() ? 1 : 0);
        int n = (int) rig.operands().inputSize(1, op.transposeB() ? 0 : 1);
        int m = n == 0 ? 0 : (int) (rig.operands().outputElements(0) / n);
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = op.bias() ? rig.input(2).getFloat(j) : 0;
                for (int p = 0; p < k; p++) {
                    double a = rig.input(0).getFloat(op.transposeA() ? (long) p * m + i : (long) i * k + p);
                    double b = rig.input(1).getFloat(op.transposeB() ? (long) j * k + p : (long) p * n + j);
                    sum += a * b;
                }
                c[i * n + j] = sum;
            }
        }
        return c;
    }

    /** The result of an INT8 layer with float32 activations: Σ over groups of scale · Σ x·q, + b. */
    static double[] int8(KernelRig rig) {
        int n = (int) rig.operands().inputSize(1, 0);
        int k = (int) rig.operands().inputSize(1, 1);
        Int8Linear op = (Int8Linear) rig.op();
        double[] c = new double[(int) rig.operands().outputElements(0)];
        for (int e = 0; e < c.length; e++) {
            int i = e / n;
            int j = e % n;
            double sum = 0;
            for (int p = 0; p < k; p++) {
                int group = op.groupSize() == 0 ? 0 : p / op.groupSize();
                sum += (double) rig.input(0).getFloat((long) i * k + p)
                        * weight(rig, j, p, k)
                        * rig.input(2).getFloat((long) j * op.groups(k) + group);
            }
            c[e] = sum + rig.input(3).getFloat(j);
        }
        return c;
    }

    /**
     * The result of an INT8 layer with INT8 activations: the sum of a group in integers, then one product and one
     * addition for each group.
     */
    static float[] int8Exactly(KernelRig rig) {
        int n = (int) rig.operands().inputSize(1, 0);
        int k = (int) rig.operands().inputSize(1, 1);
        Int8Linear op = (Int8Linear) rig.op();
        int groupSize = op.groupSize() == 0 ? Math.max(1, k) : op.groupSize();
        float scale = rig.input(4).getFloat(0);
        float[] c = new float[(int) rig.operands().outputElements(0)];
        for (int e = 0; e < c.length; e++) {
            int i = e / n;
            int j = e % n;
            float total = 0;
            for (int group = 0; group < op.groups(k); group++) {
                int sum = 0;
                for (int p = group * groupSize; p < Math.min(k, (group + 1) * groupSize); p++) {
                    sum += rounded(rig.input(0).getFloat((long) i * k + p), scale) * weight(rig, j, p, k);
                }
                total += sum * (rig.input(2).getFloat((long) j * op.groups(k) + group) * scale);
            }
            c[e] = total + rig.input(3).getFloat(j);
        }
        return c;
    }

    /** A convolution's result (images, outputs, places down, places across). */
    static double[] convolution(Conv2d op, KernelRig rig) {
        long[] x = rig.input(0).shape().sizes();
        long[] w = rig.input(1).shape().sizes();
        long[] y = rig.output().shape().sizes();
        double[] result = new double[(int) rig.operands().outputElements(0)];
        for (int e = 0; e < result.length; e++) {
            long column = e % y[3];
            long row = e / y[3] % y[2];
            long output = e / (y[3] * y[2]) % y[1];
            long image = e / (y[3] * y[2] * y[1]);
            double sum = op.bias() ? rig.input(2).getFloat(output) : 0;
            long firstChannel = output / (w[0] / op.groups()) * w[1];
            for (long t = 0; t < w[1] * w[2] * w[3]; t++) {
                long c = firstChannel + t / (w[2] * w[3]);
                long down = row * op.stride().height()
                        - op.padding().height()
                        + t / w[3] % w[2] * op.dilation().height();
                long across = column * op.stride().width()
                        - op.padding().width()
                        + t % w[3] * op.dilation().width();
                if (down >= 0 && down < x[2] && across >= 0 && across < x[3]) {
                    double pixel = rig.input(0).getFloat(((image * x[1] + c) * x[2] + down) * x[3] + across);
                    sum += pixel * rig.input(1).getFloat(output * w[1] * w[2] * w[3] + t);
                }
            }
            result[e] = sum;
        }
        return result;
    }

    /** A pooling's result (images, channels, places down, places across), pixels of the padding left out. */
    static double[] pooling(Pool2d op, KernelRig rig) {
        long[] x = rig.input(0).shape().sizes();
        long[] y = rig.output().shape().sizes();
        double[] result = new double[(int) rig.operands().outputElements(0)];
        for (int e = 0; e < result.length; e++) {
            long plane = e / (y[3] * y[2]);
            double largest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int count = 0;
            for (int t = 0; t < op.kernel().height() * op.kernel().width(); t++) {
                long down = e / y[3] % y[2] * op.stride().height()
                        - op.padding().height()
                        + t / op.kernel().width();
                long across = e % y[3] * op.stride().width()
                        - op.padding().width()
                        + t % op.kernel().width();
                if (down >= 0 && down < x[2] && across >= 0 && across < x[3]) {
                    double pixel = rig.input(0).getFloat((plane * x[2] + down) * x[3] + across);
                    largest = Math.max(largest, pixel);
                    sum += pixel;
                    count++;
                }
            }
            result[e] = op instanceof MaxPool2d ? largest : sum / count;
        }
        return result;
    }

    private static int weight(KernelRig rig, int row, int column, int k) {
        return rig.input(1).segment().getAtIndex(ValueLayout.JAVA_BYTE, (long) row * k + column);
    }

    /** The nearest multiple of the scale, halves to the even one, at most 127 of them; no number counts as 0. */
    private static int rounded(float x, float scale) {
        return (int) Math.max(-127, Math.min(127, Math.rint(x / scale)));
    }

    /** The largest magnitude in a tensor, as the tolerance of sums over its products needs it. */
    static double largest(Tensor tensor) {
        double largest = 0;
        for (long i = 0; i < tensor.shape().elements(); i++) {
            largest = Math.max(
                    largest,
                    Math.abs(
                            tensor.dtype() == DType.F32
                                    ? tensor.getFloat(i)
                                    : tensor.segment().getAtIndex(ValueLayout.JAVA_BYTE, i)));
        }
        return largest;
    }
}
