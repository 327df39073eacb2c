package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.kernel.sparse.SimdTwoOfFourMatMul;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.matmul.MatrixProduct;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The 2:4 kernel gives what the dense definition gives, wherever the two weights of four are, or fewer. */
@Tag("kernels")
class TwoOfFourKernelTest {
    private static final int[][] SIZES = {
        {0, 5, 5},
        {5, 0, 5},
        {5, 5, 0},
        {1, 1, 1},
        {1, 3, 13},
        {1, 35, 64},
        {2, 13, 3},
        {3, 64, 31},
        {4, 33, 32},
        {5, 207, 64},
        {9, 17, 17},
        {13, 513, 13},
        {33, 13, 207},
        {64, 300, 65},
        {1, 784, 128}
    };

    private final SimdTwoOfFourMatMul kernel = new SimdTwoOfFourMatMul();

    @BeforeEach
    void runnable() {
        Runs.runnable(kernel);
    }

    @Test
    void equalsTheDenseOracle() {
        for (int[] size : SIZES) {
            for (boolean bias : new boolean[] {false, true}) {
                try (KernelRig rig = rig(bias, size[0], size[1], size[2])) {
                    Prepared prepared = rig.prepare(kernel);
                    rig.run(prepared);
                    compare(rig);
                    rig.run(prepared);
                    compare(rig);
                    Runs.sameBitsInAnyOrder(rig, kernel);
                    Runs.chargesWhatItAnnounced(rig, kernel);
                }
            }
        }
    }

    @Test
    void servesFewerRowsThanPlanned() {
        for (int rows : new int[] {1, 2, 3, 8, 33}) {
            try (KernelRig rig = rig(true, 66, 65, 33)) {
                Prepared prepared = rig.prepare(kernel);
                rig.run(prepared);
                rig.operands().resizeInput(0, 0, rows);
                rig.operands().resizeOutput(0, 0, rows);
                rig.run(prepared);
                compare(rig);
            }
        }
    }

    @Test
    void refusesAThirdWeight() {
        try (KernelRig rig = rig(true, 1, 40, 20)) {
            Linear op = new Linear(true);
            assertEquals(Optional.empty(), kernel.refusal(op, rig.site()));
            assertEquals(20 * 20, kernel.work(op, rig.site()));
            for (int p = 8; p < 12; p++) {
                rig.input(1).setFloat(19 * 40 + p, 1);
            }
            String reason = kernel.refusal(op, rig.site()).orElse("");
            assertTrue(reason.contains("more than 2 weights"), reason);
        }
        List<TensorType> types = List.of(TensorType.f32(2, 3), TensorType.f32(3, 3));
        MatrixProduct product = new MatMul(false, true);
        try (KernelRig rig = new KernelRig(product, types, List.of(1), 1)) {
            assertTrue(kernel.refusal(product, rig.site()).isPresent());
        }
    }

    @Test
    void passesOnWhatIsNotANumber() {
        for (int rows : new int[] {2, 10}) {
            try (KernelRig rig = rig(true, rows, 37, 35)) {
                rig.input(0).setFloat(36, Float.NaN);
                rig.run(rig.prepare(kernel));
                for (int j = 0; j < 35; j++) {
                    if (rig.input(1).getFloat(j * 37 + 36) != 0) {
                        assertTrue(Float.isNaN(rig.output().getFloat(j)), "output " + j);
                    }
                    assertTrue(Float.isFinite(rig.output().getFloat(35 + j)), "output " + j);
                }
            }
        }
    }

    private static void compare(KernelRig rig) {
        double[] expected = NaiveOracle.product((MatrixProduct) rig.op(), rig);
        double tolerance = Math.scalb(1.0, -22)
                * Math.max(1, rig.operands().inputSize(1, 1))
                * Math.max(1, NaiveOracle.largest(rig.input(0)) * NaiveOracle.largest(rig.input(1)));
        float[] actual = rig.result();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance, rig.site().inputs().toString());
        }
    }

    /** A layer whose weight keeps two random inputs of each four, sometimes the same one twice. */
    private static KernelRig rig(boolean bias, int m, int k, int n) {
        List<TensorType> types = new ArrayList<>(List.of(TensorType.f32(m, k), TensorType.f32(n, k)));
        if (bias) {
            types.add(TensorType.f32(n));
        }
        List<Integer> constants = bias ? List.of(1, 2) : List.of(1);
        KernelRig rig = Runs.fill(new KernelRig(new Linear(bias), types, constants, 3), m + 7L * k + n);
        Random random = new Random(3);
        for (int row = 0; row < n; row++) {
            for (int first = 0; first < k; first += 4) {
                int one = random.nextInt(4);
                int other = random.nextInt(4);
                for (int p = first; p < Math.min(k, first + 4); p++) {
                    if (p - first != one && p - first != other) {
                        rig.input(1).setFloat((long) row * k + p, 0);
                    }
                }
            }
        }
        return rig;
    }
}
