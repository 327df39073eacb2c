package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.op.matmul.F16Linear;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layer with float16 weights: every one of the 65536 numbers is widened exactly, and products are the oracle's. */
@Tag("kernels")
class F16KernelsTest {
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
        {8, 64, 10},
        {13, 513, 13},
        {33, 13, 207},
        {34, 64, 65},
        {1, 784, 128}
    };

    static Stream<Kernel<F16Linear>> kernels() {
        return Kernels.of(new F16Linear()).stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheOracle(Kernel<F16Linear> kernel) {
        Runs.runnable(kernel);
        for (int[] size : SIZES) {
            try (KernelRig rig = rig(size[0], size[1], size[2])) {
                Prepared prepared = rig.prepare(kernel);
                rig.run(prepared);
                compare(kernel, rig);
                rig.run(prepared);
                compare(kernel, rig);
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    /** Times 1 and with a bias of 0, a weight comes out as it is: at one row and at many, infinities and NaN included. */
    @ParameterizedTest
    @MethodSource("kernels")
    void widensAllNumbersExactly(Kernel<F16Linear> kernel) {
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 5}) {
            try (KernelRig rig = rig(rows, 1, 1 << 16)) {
                rig.input(2).segment().fill((byte) 0);
                for (int row = 0; row < rows; row++) {
                    rig.input(0).setFloat(row, 1);
                }
                for (int bits = 0; bits < 1 << 16; bits++) {
                    rig.input(1).segment().setAtIndex(ValueLayout.JAVA_SHORT, bits, (short) bits);
                }
                rig.run(rig.prepare(kernel));
                for (int bits = 0; bits < 1 << 16; bits++) {
                    double expected = value(bits);
                    for (int row = 0; row < rows; row++) {
                        float actual = rig.output().getFloat(((long) row << 16) + bits);
                        assertEquals(expected + 0.0, actual, kernel.id() + " " + bits);
                    }
                }
            }
        }
    }

    /** What sixteen bits mean, by the standard's definition. */
    private static double value(int bits) {
        int exponent = (bits >> 10) & 31;
        int fraction = bits & 1023;
        double sign = bits >> 15 == 0 ? 1 : -1;
        if (exponent == 31) {
            return fraction == 0 ? sign / 0 : Double.NaN;
        }
        return sign
                * (exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1024.0 + fraction, exponent - 25));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void servesFewerRowsThanPlanned(Kernel<F16Linear> kernel) {
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 2, 3, 4, 8, 33, 64}) {
            try (KernelRig rig = rig(66, 65, 33)) {
                Prepared prepared = rig.prepare(kernel);
                rig.run(prepared);
                rig.operands().resizeInput(0, 0, rows);
                rig.operands().resizeOutput(0, 0, rows);
                rig.run(prepared);
                compare(kernel, rig);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumber(Kernel<F16Linear> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(6, 37, 35)) {
            rig.input(0).setFloat(2 * 37 + 5, Float.NaN);
            rig.input(0).setFloat(4 * 37 + 36, Float.POSITIVE_INFINITY);
            rig.run(rig.prepare(kernel));
            for (int j = 0; j < 35; j++) {
                assertTrue(Float.isNaN(rig.output().getFloat(2 * 35 + j)), kernel.id());
                assertTrue(Float.isInfinite(rig.output().getFloat(4 * 35 + j)), kernel.id());
                assertTrue(Float.isFinite(rig.output().getFloat(3 * 35 + j)), kernel.id());
            }
        }
    }

    @Test
    void refusesShapesThatDoNotFit() {
        List<TensorType> types =
                List.of(TensorType.f32(2, 7), TensorType.of(DType.F16, Shape.of(3, 8)), TensorType.f32(3));
        InvalidInput e = assertThrows(InvalidInput.class, () -> new F16Linear().infer(types));
        assertTrue(e.getMessage().contains("7 vs 8"), e.getMessage());
    }

    private static void compare(Kernel<F16Linear> kernel, KernelRig rig) {
        int n = (int) rig.operands().inputSize(1, 0);
        int k = (int) rig.operands().inputSize(1, 1);
        float[] actual = rig.result();
        double tolerance = Math.scalb(1.0, -22) * Math.max(1, k) * Math.max(1, NaiveOracle.largest(rig.input(0)));
        for (int e = 0; e < actual.length; e++) {
            double sum = rig.input(2).getFloat(e % n);
            for (int p = 0; p < k; p++) {
                int bits = rig.input(1).segment().getAtIndex(ValueLayout.JAVA_SHORT, (long) (e % n) * k + p) & 0xFFFF;
                sum += rig.input(0).getFloat((long) (e / n) * k + p) * value(bits);
            }
            assertEquals(
                    sum, actual[e], tolerance, kernel.id() + " " + rig.site().inputs());
        }
    }

    /** Weights in ±1, some of them subnormal. */
    private static KernelRig rig(int m, int k, int n) {
        List<TensorType> types =
                List.of(TensorType.f32(m, k), TensorType.of(DType.F16, Shape.of(n, k)), TensorType.f32(n));
        KernelRig rig = new KernelRig(new F16Linear(), types, List.of(1, 2), 3);
        Random random = new Random(m + 7L * k + n);
        for (int e = 0; e < m * k; e++) {
            rig.input(0).setFloat(e, random.nextFloat() * 2 - 1);
        }
        for (int e = 0; e < n; e++) {
            rig.input(2).setFloat(e, random.nextFloat() * 2 - 1);
        }
        for (int e = 0; e < n * k; e++) {
            float weight = (random.nextFloat() * 2 - 1) * (e % 9 == 0 ? 1e-5F : 1);
            rig.input(1).segment().setAtIndex(ValueLayout.JAVA_SHORT, e, Float.floatToFloat16(weight));
        }
        return rig;
    }
}
