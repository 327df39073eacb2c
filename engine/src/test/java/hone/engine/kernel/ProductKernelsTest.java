package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.kernel.matmul.PackedMatMul;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.matmul.MatrixProduct;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rung of the matrix product on awkward sizes, both factors either way round, constant or not. */
@Tag("kernels")
class ProductKernelsTest {
    /** m × k × n, from nothing at all to several blocks, panels and steps with something left over. */
    private static final int[][] SIZES = {
        {0, 5, 5},
        {5, 0, 5},
        {5, 5, 0},
        {1, 1, 1},
        {1, 3, 13},
        {2, 13, 3},
        {3, 64, 31},
        {4, 33, 32},
        {5, 207, 64},
        {8, 64, 10},
        {13, 513, 13},
        {33, 13, 207},
        {64, 784, 128},
        {100, 64, 65},
        {66, 513, 207},
        {1, 784, 128}
    };

    static Stream<Kernel<MatrixProduct>> kernels() {
        return Kernels.of((MatrixProduct) new MatMul(false, false)).stream().filter(kernel -> !kernel.sparse());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheOracle(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : SIZES) {
            for (MatrixProduct op : ops()) {
                check(kernel, op, size, List.of());
                check(kernel, op, size, List.of(1, 2));
            }
        }
    }

    /** Wide enough for A to be packed at any vector width, deep enough for several blocks of rows and slices of panels. */
    @Test
    void thePackedKernelPacksBlocksOfRows() {
        PackedMatMul kernel = new PackedMatMul();
        Runs.runnable(kernel);
        for (int[] size : new int[][] {{45, 300, 513}, {70, 2100, 530}}) {
            check(kernel, new MatMul(false, false), size, List.of());
            check(kernel, new Linear(true), size, List.of(1, 2));
            try (KernelRig rig = rig(new Linear(true), size[0], size[1], size[2], List.of(1, 2))) {
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void servesFewerRowsThanPlanned(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 2, 3, 8, 63, 64, 99}) {
            try (KernelRig rig = rig(new Linear(true), 100, 65, 33, List.of(1, 2))) {
                Prepared prepared = rig.prepare(kernel);
                rig.run(prepared);
                rig.operands().resizeInput(0, 0, rows);
                rig.operands().resizeOutput(0, 0, rows);
                rig.run(prepared);
                compare(kernel, rig, new Linear(true), 65);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreShared(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : SIZES) {
            try (KernelRig rig = rig(new Linear(true), size[0], size[1], size[2], List.of(1, 2))) {
                Runs.sameBitsInAnyOrder(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumber(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(new Linear(true), 6, 37, 35, List.of(1, 2))) {
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

    @ParameterizedTest
    @MethodSource("kernels")
    void chargesWhatItAnnounced(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : SIZES) {
            for (MatrixProduct op : ops()) {
                for (List<Integer> constants : List.of(List.<Integer>of(), List.of(1, 2))) {
                    try (KernelRig rig = rig(op, size[0], size[1], size[2], constants)) {
                        Runs.chargesWhatItAnnounced(rig, kernel);
                    }
                }
            }
        }
    }

    private static List<MatrixProduct> ops() {
        return List.of(
                new MatMul(false, false),
                new MatMul(false, true),
                new MatMul(true, false),
                new MatMul(true, true),
                new Linear(false),
                new Linear(true));
    }

    private static void check(Kernel<MatrixProduct> kernel, MatrixProduct op, int[] size, List<Integer> constants) {
        try (KernelRig rig = rig(op, size[0], size[1], size[2], constants)) {
            Prepared prepared = rig.prepare(kernel);
            rig.run(prepared);
            compare(kernel, rig, op, size[1]);
            rig.run(prepared);
            compare(kernel, rig, op, size[1]);
        }
    }

    private static void compare(Kernel<MatrixProduct> kernel, KernelRig rig, MatrixProduct op, int k) {
        double[] expected = NaiveOracle.product(op, rig);
        double tolerance = Math.scalb(1.0, -22)
                * Math.max(1, k)
                * Math.max(1, NaiveOracle.largest(rig.input(0)) * NaiveOracle.largest(rig.input(1)));
        float[] actual = rig.result();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    expected[i],
                    actual[i],
                    tolerance,
                    kernel.id() + " " + op + " " + rig.site().inputs());
        }
    }

    private static KernelRig rig(MatrixProduct op, int m, int k, int n, List<Integer> constants) {
        List<TensorType> types = new ArrayList<>();
        types.add(op.transposeA() ? TensorType.f32(k, m) : TensorType.f32(m, k));
        types.add(op.transposeB() ? TensorType.f32(n, k) : TensorType.f32(k, n));
        if (op.bias()) {
            types.add(TensorType.f32(n));
        }
        List<Integer> weights = constants.stream().filter(i -> i < types.size()).toList();
        return Runs.fill(new KernelRig(op, types, weights, 3), m * 31L + k * 7L + n);
    }
}
