package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The INT4 layer: within the oracle's tolerance, and to the last bit where all numbers are integers. */
@Tag("kernels")
class Int4KernelsTest {
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
    private static final int[] GROUP_SIZES = {32, 64, 128, 512};

    static Stream<Kernel<Int4Linear>> kernels() {
        return Kernels.of(new Int4Linear(32)).stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheOracle(Kernel<Int4Linear> kernel) {
        Runs.runnable(kernel);
        for (int groupSize : GROUP_SIZES) {
            for (int[] size : SIZES) {
                try (KernelRig rig = rig(size[0], size[1], size[2], groupSize)) {
                    Prepared prepared = rig.prepare(kernel);
                    rig.run(prepared);
                    compare(kernel, rig);
                    rig.run(prepared);
                    compare(kernel, rig);
                }
            }
        }
    }

    /** Activations and scales that are integers give integers, which float32 sums hold exactly, however large they get. */
    @ParameterizedTest
    @MethodSource("kernels")
    void equalsAnIntegerOracleExactly(Kernel<Int4Linear> kernel) {
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 4, 5}) {
            for (int fill : new int[] {0, 0xFF, -1}) {
                try (KernelRig rig = rig(rows, 1030, 33, 512)) {
                    if (fill >= 0) {
                        rig.input(1).segment().fill((byte) fill);
                    }
                    for (int e = 0; e < rows * 1030; e++) {
                        rig.input(0).setFloat(e, fill >= 0 ? 127 : e * 37 % 255 - 127);
                    }
                    for (int e = 0; e < 33 * 3; e++) {
                        rig.input(2).setFloat(e, 1);
                    }
                    rig.input(3).segment().fill((byte) 0);
                    rig.run(rig.prepare(kernel));
                    double[] expected = Int4Oracle.product(rig);
                    for (int i = 0; i < expected.length; i++) {
                        assertEquals(expected[i], rig.result()[i], kernel.id());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void servesFewerRowsThanPlanned(Kernel<Int4Linear> kernel) {
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 2, 3, 4, 5, 8, 33, 64}) {
            try (KernelRig rig = rig(66, 65, 33, 32)) {
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
    void givesTheSameBitsHoweverUnitsAreShared(Kernel<Int4Linear> kernel) {
        Runs.runnable(kernel);
        for (int[] size : SIZES) {
            try (KernelRig rig = rig(size[0], size[1], size[2], 32)) {
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumber(Kernel<Int4Linear> kernel) {
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 6}) {
            try (KernelRig rig = rig(rows, 37, 35, 32)) {
                int last = rows - 1;
                rig.input(0).setFloat(5, Float.NaN);
                rig.input(0).setFloat(last * 37 + 36, Float.POSITIVE_INFINITY);
                rig.run(rig.prepare(kernel));
                for (int j = 0; j < 35; j++) {
                    assertTrue(Float.isNaN(rig.output().getFloat(j)), kernel.id());
                    assertTrue(!Float.isFinite(rig.output().getFloat(last * 35 + j)), kernel.id());
                    assertTrue(rows == 1 || Float.isFinite(rig.output().getFloat(2 * 35 + j)), kernel.id());
                }
            }
        }
    }

    /** The kernel for a few rows subtracts the zero point at the end; what it sums up until then is much larger. */
    @ParameterizedTest
    @MethodSource("kernels")
    void largeActivationsGiveWhatTheirSumIs(Kernel<Int4Linear> kernel) {
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 6}) {
            try (KernelRig rig = rig(rows, 37, 35, 32)) {
                rig.input(0).segment().fill((byte) 0);
                rig.input(1).segment().fill((byte) 0xFF); // every weight is 15 - 8 = 7 steps
                rig.input(0).setFloat(0, Float.POSITIVE_INFINITY);
                rig.run(rig.prepare(kernel));
                assertEquals(Float.POSITIVE_INFINITY, rig.output().getFloat(0), kernel.id());
                rig.input(1).segment().fill((byte) 0x88); // every weight is zero
                rig.input(0).setFloat(0, 6e33F);
                rig.run(rig.prepare(kernel));
                assertEquals(rig.input(3).getFloat(0), rig.output().getFloat(0), kernel.id());
            }
        }
    }

    @Test
    void refusesShapesThatDoNotFit() {
        for (int groupSize : new int[] {-32, 0, 16, 96}) {
            InvalidInput e = assertThrows(InvalidInput.class, () -> new Int4Linear(groupSize));
            assertTrue(e.getMessage().contains("" + groupSize), e.getMessage());
        }
        assertTrue(refusal(71, 35, 3).contains("35 bytes for 71 inputs"), refusal(71, 35, 3));
        assertTrue(refusal(70, 35, 2).contains("F32[3×2] vs F32[3×3]"), refusal(70, 35, 2));
    }

    private static String refusal(long k, long rowBytes, long groups) {
        List<TensorType> types = List.of(
                TensorType.f32(2L, k),
                TensorType.of(DType.U8, Shape.of(3, rowBytes)),
                TensorType.f32(3L, groups),
                TensorType.f32(3L));
        return assertThrows(InvalidInput.class, () -> new Int4Linear(32).infer(types))
                .getMessage();
    }

    private static void compare(Kernel<Int4Linear> kernel, KernelRig rig) {
        float[] actual = rig.result();
        String place = kernel.id() + " " + rig.op() + " " + rig.site().inputs();
        double[] expected = Int4Oracle.product(rig);
        double tolerance = Math.scalb(1.0, -22)
                * Math.max(1, rig.operands().inputSize(0, 1))
                * Math.max(1, NaiveOracle.largest(rig.input(0)) * 8);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance, place);
        }
    }

    private static KernelRig rig(int m, int k, int n, int groupSize) {
        Int4Linear op = new Int4Linear(groupSize);
        List<TensorType> types = List.of(
                TensorType.f32(m, k),
                TensorType.of(DType.U8, Shape.of(n, Int4Linear.rowBytes(k))),
                TensorType.f32(n, op.groups(k)),
                TensorType.f32(n));
        return Runs.fill(new KernelRig(op, types, List.of(1, 2, 3), 3), m + 7L * k + n);
    }
}
