package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.kernel.sparse.SimdBlockMatMul;
import hone.engine.kernel.sparse.SimdTwoOfFourMatMul;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.matmul.MatrixProduct;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sparse kernels give what the dense definition gives, whatever is pruned: nothing but one, whole rows, everything. */
@Tag("kernels")
class SparseKernelsTest {
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
        {9, 17, 17},
        {13, 513, 13},
        {33, 13, 207},
        {64, 64, 65},
        {1, 784, 128}
    };
    private static final double[] SPARSITIES = {0.1, 0.5, 0.9, 1};

    /** Those that run whatever the pattern of zeros is; {@link TwoOfFourKernelTest} has the other one. */
    static Stream<Kernel<MatrixProduct>> kernels() {
        return Kernels.of((MatrixProduct) new Linear(true)).stream()
                .filter(kernel -> kernel.sparse() && !(kernel instanceof SimdTwoOfFourMatMul));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheDenseOracle(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : SIZES) {
            for (double sparsity : SPARSITIES) {
                for (boolean bias : new boolean[] {false, true}) {
                    try (KernelRig rig = rig(bias, size[0], size[1], size[2], sparsity)) {
                        Prepared prepared = rig.prepare(kernel);
                        rig.run(prepared);
                        compare(kernel, rig);
                        rig.run(prepared);
                        compare(kernel, rig);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void servesFewerRowsThanPlanned(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 2, 4, 5, 7, 8, 9, 33, 64}) {
            try (KernelRig rig = rig(true, 66, 65, 33, 0.6)) {
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
    void givesTheSameBitsHoweverUnitsAreShared(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : SIZES) {
            try (KernelRig rig = rig(true, size[0], size[1], size[2], 0.7)) {
                Runs.sameBitsInAnyOrder(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void chargesWhatItAnnounced(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : SIZES) {
            try (KernelRig rig = rig(false, size[0], size[1], size[2], 0.7)) {
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void refusesWhatItDoesNotServe(Kernel<MatrixProduct> kernel) {
        try (KernelRig dense = rig(true, 2, 40, 3, 0)) {
            assertEquals(Optional.of("the weight has no zeros"), kernel.refusal(new Linear(true), dense.site()));
        }
        List<TensorType> types = List.of(TensorType.f32(2, 3), TensorType.f32(3, 3));
        try (KernelRig product = new KernelRig(new MatMul(false, true), types, List.of(1), 1);
                KernelRig changing = new KernelRig(new Linear(false), types, List.of(), 1)) {
            assertTrue(kernel.refusal(new MatMul(false, true), product.site()).isPresent());
            assertEquals(Optional.of("the weight is not constant"), kernel.refusal(new Linear(false), changing.site()));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumber(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(true, 10, 37, 35, 0.5)) {
            rig.input(0).setFloat(2 * 37 + 36, Float.NaN);
            rig.run(rig.prepare(kernel));
            for (int j = 0; j < 35; j++) {
                if (rig.input(1).getFloat(j * 37 + 36) != 0) {
                    assertTrue(Float.isNaN(rig.output().getFloat(2 * 35 + j)), kernel.id());
                }
                assertTrue(Float.isFinite(rig.output().getFloat(3 * 35 + j)), kernel.id());
            }
        }
    }

    /** Blocks removed as a whole: what is kept is counted by blocks, and where nothing is removed the kernel refuses. */
    @Test
    void blocksOfFourOutputsAreFound() {
        SimdBlockMatMul kernel = new SimdBlockMatMul();
        Runs.runnable(kernel);
        for (int rows : new int[] {1, 3, 5, 32, 33, 70}) {
            try (KernelRig rig = rig(true, rows, 65, 66, 0)) {
                assertEquals(Optional.of("the weight has no zeros"), kernel.refusal(new Linear(true), rig.site()));
                rig.input(1).setFloat(17, 0);
                String reason = kernel.refusal(new Linear(true), rig.site()).orElse("");
                assertTrue(reason.contains("4 outputs by 1 input"), reason);
                int kept = 0;
                for (int group = 0; group < 17; group++) {
                    for (int column = 0; column < 65; column++) {
                        boolean keep = (group * 65 + column) % 10 < 3;
                        kept += keep ? 1 : 0;
                        for (int row = 4 * group; row < Math.min(66, 4 * group + 4) && !keep; row++) {
                            rig.input(1).setFloat(row * 65 + column, 0);
                        }
                    }
                }
                assertEquals(Optional.empty(), kernel.refusal(new Linear(true), rig.site()));
                assertEquals(4L * kept * rows, kernel.work(new Linear(true), rig.site()));
                rig.run(rig.prepare(kernel));
                compare(kernel, rig);
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    private static void compare(Kernel<MatrixProduct> kernel, KernelRig rig) {
        double[] expected = NaiveOracle.product((MatrixProduct) rig.op(), rig);
        double tolerance = Math.scalb(1.0, -22)
                * Math.max(1, rig.operands().inputSize(1, 1))
                * Math.max(1, NaiveOracle.largest(rig.input(0)) * NaiveOracle.largest(rig.input(1)));
        float[] actual = rig.result();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    expected[i],
                    actual[i],
                    tolerance,
                    kernel.id() + " " + rig.site().inputs());
        }
    }

    /** A layer whose weight is pruned at random, and completely in its second row. */
    private static KernelRig rig(boolean bias, int m, int k, int n, double sparsity) {
        List<TensorType> types = new ArrayList<>(List.of(TensorType.f32(m, k), TensorType.f32(n, k)));
        List<Integer> constants = new ArrayList<>(List.of(1));
        if (bias) {
            types.add(TensorType.f32(n));
            constants.add(2);
        }
        KernelRig rig = Runs.fill(new KernelRig(new Linear(bias), types, constants, 3), m + 7L * k + n);
        Random random = new Random(3);
        for (int e = 0; e < n * k; e++) {
            if (random.nextDouble() < sparsity || (sparsity > 0 && e / k == 1)) {
                rig.input(1).setFloat(e, 0);
            }
        }
        return rig;
    }
}
