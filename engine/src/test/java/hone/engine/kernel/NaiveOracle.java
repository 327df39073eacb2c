package hone.engine.kernel;

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

    /** An INT8 layer's result: scale · Σ x·q + b, where x was rounded to INT8 first if the op says so. */
    static double[] int8(Int8Linear op, KernelRig rig) {
        int n = (int) rig.operands().inputSize(1, 0);
        int k = (int) rig.operands().inputSize(1, 1);
        int m = n == 0 ? 0 : (int) (rig.operands().outputElements(0) / n);
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += (op.quantizedActivations()
                                    ? rounded(rig, i * k + p)
                                    : rig.input(0).getFloat((long) i * k + p))
                            * rig.input(1).segment().getAtIndex(ValueLayout.JAVA_BYTE, (long) j * k + p);
                }
                double scale = rig.input(2).getFloat(j)
                        * (op.quantizedActivations() ? rig.input(4).getFloat(0) : 1);
                c[i * n + j] = sum * scale + rig.input(3).getFloat(j);
            }
        }
        return c;
    }

    private static double rounded(KernelRig rig, int index) {
        double q = Math.rint(rig.input(0).getFloat(index) / rig.input(4).getFloat(0));
        return Double.isNaN(q) ? 0 : Math.clamp(q, -127, 127);
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
