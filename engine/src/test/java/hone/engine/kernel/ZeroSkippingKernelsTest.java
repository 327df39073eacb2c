package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.op.activation.Activation;
import hone.engine.op.matmul.ZeroSkippingLinear;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layer that skips zero inputs gives what the dense layer's definition gives, whatever is zero. */
@Tag("kernels")
class ZeroSkippingKernelsTest {
    private static final int[][] SIZES = {
        {0, 5, 5},
        {5, 5, 0},
        {3, 0, 5},
        {1, 1, 1},
        {1, 3, 13},
        {2, 13, 3},
        {3, 64, 31},
        {4, 33, 32},
        {5, 207, 64},
        {13, 513, 13},
        {17, 65, 207},
        {34, 64, 129},
        {1, 784, 128}
    };
    private static final double[] ZEROS = {0, 0.5, 0.9, 1};

    static Stream<Kernel<ZeroSkippingLinear>> kernels() {
        return Kernels.of(new ZeroSkippingLinear(true, Activation.NONE)).stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheDenseOracle(Kernel<ZeroSkippingLinear> kernel) {
        Runs.runnable(kernel);
        for (int[] size : SIZES) {
            for (double zeros : ZEROS) {
                for (boolean bias : new boolean[] {false, true}) {
                    Activation activation = bias ? Activation.RELU : Activation.NONE;
                    try (KernelRig rig = rig(bias, activation, size[0], size[1], size[2], zeros)) {
                        rig.run(rig.prepare(kernel));
                        compare(kernel, rig, bias, activation);
                        Runs.sameBitsInAnyOrder(rig, kernel);
                        Runs.chargesWhatItAnnounced(rig, kernel);
                    }
                }
            }
        }
    }

    /** A zero is left out only where nothing but zero can come of it. */
    @ParameterizedTest
    @MethodSource("kernels")
    void zeroTimesInfinityIsNoNumber(Kernel<ZeroSkippingLinear> kernel) {
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 17}) {
            try (KernelRig rig = rig(true, Activation.NONE, rows, 70, 9, 1)) {
                rig.input(1).setFloat(3 * 70 + 66, Float.POSITIVE_INFINITY);
                rig.run(rig.prepare(kernel));
                assertTrue(Float.isNaN(rig.output().getFloat((rows - 1) * 9 + 3)), kernel.id());
                assertEquals(rig.input(2).getFloat(2), rig.output().getFloat(2), kernel.id());
            }
            try (KernelRig rig = rig(true, Activation.NONE, rows, 70, 9, 1)) {
                rig.input(0).setFloat(69, Float.NaN);
                rig.run(rig.prepare(kernel));
                assertTrue(Float.isNaN(rig.output().getFloat(8)), kernel.id() + ": an input that is no number");
            }
        }
    }

    private static void compare(Kernel<ZeroSkippingLinear> kernel, KernelRig rig, boolean bias, Activation activation) {
        Tensor x = rig.input(0);
        Tensor w = rig.input(1);
        int k = (int) w.shape().size(1);
        int n = (int) w.shape().size(0);
        int m = (int) x.shape().size(0);
        double largest = 0;
        for (long i = 0; i < x.shape().elements(); i++) {
            largest = Math.max(largest, Math.abs(x.getFloat(i)));
        }
        double tolerance = 0x1p-22 * Math.max(1, k) * Math.max(1, largest);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = bias ? rig.input(2).getFloat(j) : 0;
                for (int p = 0; p < k; p++) {
                    sum += (double) x.getFloat((long) i * k + p) * w.getFloat((long) j * k + p);
                }
                double expected = activation == Activation.RELU ? Math.max(sum, 0) : sum;
                assertEquals(
                        expected,
                        rig.output().getFloat((long) i * n + j),
                        tolerance,
                        kernel.id() + " " + m + "×" + k + "×" + n);
            }
        }
    }

    private static KernelRig rig(boolean bias, Activation activation, long m, long k, long n, double zeros) {
        List<TensorType> types = bias
                ? List.of(TensorType.f32(m, k), TensorType.f32(n, k), TensorType.f32(n))
                : List.of(TensorType.f32(m, k), TensorType.f32(n, k));
        KernelRig rig = new KernelRig(new ZeroSkippingLinear(bias, activation), types, List.of(1, 2), 3);
        Runs.fill(rig, 5 * m + k + n);
        Random random = new Random(m);
        for (long i = 0; i < m * k; i++) {
            if (random.nextDouble() < zeros) {
                rig.input(0).setFloat(i, 0);
            }
        }
        return rig;
    }
}
