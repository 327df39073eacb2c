package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The INT8 layer: float32 activations against the oracle's tolerance, INT8 activations to the last bit. */
@Tag("kernels")
class Int8KernelsTest {
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

    static Stream<Kernel<Int8Linear>> kernels() {
        return Kernels.of(new Int8Linear(false)).stream().filter(kernel -> !kernel.sparse());
    }

    /** One scale for each output, and one for each group: of the smallest size, and of one that no size here fills. */
    private static final int[] GROUP_SIZES = {0, 32, 64, 256};

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheOracle(Kernel<Int8Linear> kernel) {
        Runs.runnable(kernel);
        for (int groupSize : GROUP_SIZES) {
            for (int[] size : SIZES) {
                try (KernelRig rig = rig(kernel, size[0], size[1], size[2], groupSize)) {
                    Prepared prepared = rig.prepare(kernel);
                    rig.run(prepared);
                    compare(kernel, rig);
                    rig.run(prepared);
                    compare(kernel, rig);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void servesFewerRowsThanPlanned(Kernel<Int8Linear> kernel) {
        Runs.runnable(kernel);
        for (int groupSize : GROUP_SIZES) {
            for (int rows : new int[] {1, 2, 3, 8, 33, 64}) {
                try (KernelRig rig = rig(kernel, 66, 65, 33, groupSize)) {
                    Prepared prepared = rig.prepare(kernel);
                    rig.run(prepared);
                    rig.operands().resizeInput(0, 0, rows);
                    rig.operands().resizeOutput(0, 0, rows);
                    rig.run(prepared);
                    compare(kernel, rig);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreShared(Kernel<Int8Linear> kernel) {
        Runs.runnable(kernel);
        for (int groupSize : GROUP_SIZES) {
            for (int[] size : SIZES) {
                try (KernelRig rig = rig(kernel, size[0], size[1], size[2], groupSize)) {
                    Runs.sameBitsInAnyOrder(rig, kernel);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void chargesWhatItAnnounced(Kernel<Int8Linear> kernel) {
        Runs.runnable(kernel);
        for (int groupSize : GROUP_SIZES) {
            for (int[] size : SIZES) {
                try (KernelRig rig = rig(kernel, size[0], size[1], size[2], groupSize)) {
                    Runs.chargesWhatItAnnounced(rig, kernel);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumberOrSaturates(Kernel<Int8Linear> kernel) {
        Runs.runnable(kernel);
        boolean integers = activations(kernel);
        try (KernelRig rig = rig(kernel, 6, 37, 35, 32)) {
            rig.input(0).setFloat(2 * 37 + 5, Float.NaN);
            rig.input(0).setFloat(4 * 37 + 36, Float.POSITIVE_INFINITY);
            rig.input(0).setFloat(5 * 37 + 1, Float.NEGATIVE_INFINITY);
            rig.run(rig.prepare(kernel));
            if (integers) {
                compare(kernel, rig);
                return;
            }
            for (int j = 0; j < 35; j++) {
                assertTrue(Float.isNaN(rig.output().getFloat(2 * 35 + j)), kernel.id());
                assertTrue(Float.isFinite(rig.output().getFloat(3 * 35 + j)), kernel.id());
                assertTrue(!Float.isFinite(rig.output().getFloat(4 * 35 + j)), kernel.id());
            }
        }
    }

    @Test
    void refusesGroupsThatAreNoPowerOfTwo() {
        for (int groupSize : new int[] {-32, 1, 16, 48, 96}) {
            InvalidInput e = assertThrows(InvalidInput.class, () -> new Int8Linear(false, groupSize));
            assertTrue(e.getMessage().contains("" + groupSize), e.getMessage());
        }
        List<TensorType> types = List.of(
                TensorType.f32(2, 70),
                TensorType.of(DType.I8, Shape.of(3, 70)),
                TensorType.f32(3, 2),
                TensorType.f32(3));
        InvalidInput e = assertThrows(InvalidInput.class, () -> new Int8Linear(false, 32).infer(types));
        assertTrue(e.getMessage().contains("F32[3×2] vs F32[3×3]"), e.getMessage());
    }

    private static void compare(Kernel<Int8Linear> kernel, KernelRig rig) {
        boolean integers = activations(kernel);
        float[] actual = rig.result();
        if (integers) {
            float[] expected = NaiveOracle.int8Exactly(rig);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(
                        expected[i], actual[i], kernel.id() + " " + rig.site().inputs());
            }
            return;
        }
        double[] expected = NaiveOracle.int8(rig);
        double tolerance = Math.scalb(1.0, -22)
                * Math.max(1, rig.operands().inputSize(1, 1))
                * Math.max(1, NaiveOracle.largest(rig.input(0)) * NaiveOracle.largest(rig.input(1)));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    expected[i],
                    actual[i],
                    tolerance,
                    kernel.id() + " " + rig.site().inputs());
        }
    }

    private static KernelRig rig(Kernel<Int8Linear> kernel, int m, int k, int n, int groupSize) {
        boolean integers = activations(kernel);
        Int8Linear op = new Int8Linear(integers, groupSize);
        List<TensorType> types = new ArrayList<>(List.of(
                TensorType.f32(m, k),
                TensorType.of(DType.I8, Shape.of(n, k)),
                groupSize == 0 ? TensorType.f32(n) : TensorType.f32(n, op.groups(k)),
                TensorType.f32(n)));
        if (integers) {
            types.add(TensorType.f32(1));
        }
        KernelRig rig = Runs.fill(new KernelRig(op, types, List.of(1, 2, 3, 4), 3), m + 7L * k + n);
        if (integers) {
            rig.input(4).setFloat(0, 0.9F / 127);
        }
        return rig;
    }

    /** Which of the op's two forms the kernel computes: it refuses the other whatever the site. */
    private static boolean activations(Kernel<Int8Linear> kernel) {
        List<TensorType> types = List.of(
                TensorType.f32(1, 1), TensorType.of(DType.I8, Shape.of(1, 1)), TensorType.f32(1), TensorType.f32(1));
        try (KernelRig rig = new KernelRig(new Int8Linear(false), types, List.of(1, 2, 3), 1)) {
            return kernel.refusal(new Int8Linear(false), rig.site()).isPresent();
        }
    }
}
