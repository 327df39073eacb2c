package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.kernel.sparse.SimdInt8SellLinear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel that skips the zeros of an INT8 weight gives what the dense definition gives. */
@Tag("kernels")
class Int8SparseKernelTest {
    private static final int[][] SIZES = {
        {0, 5, 5},
        {5, 0, 5},
        {5, 5, 0},
        {1, 1, 1},
        {1, 3, 13},
        {2, 13, 3},
        {3, 64, 31},
        {5, 207, 64},
        {13, 513, 13},
        {33, 13, 207},
        {1, 784, 128}
    };

    private final SimdInt8SellLinear kernel = new SimdInt8SellLinear();

    @BeforeEach
    void runnable() {
        Runs.runnable(kernel);
    }

    @Test
    void equalsTheDenseOracle() {
        for (int[] size : SIZES) {
            for (double sparsity : new double[] {0.1, 0.8, 1}) {
                try (KernelRig rig = rig(size[0], size[1], size[2], sparsity)) {
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
        try (KernelRig rig = rig(66, 65, 33, 0.6)) {
            Prepared prepared = rig.prepare(kernel);
            for (int rows : new int[] {66, 1, 2, 33}) {
                rig.operands().resizeInput(0, 0, rows);
                rig.operands().resizeOutput(0, 0, rows);
                rig.run(prepared);
                compare(rig);
            }
        }
    }

    @Test
    void refusesWhatItDoesNotServe() {
        try (KernelRig rig = rig(2, 40, 7, 0)) {
            assertEquals(Optional.of("the weight has no zeros"), kernel.refusal(new Int8Linear(false), rig.site()));
            assertTrue(kernel.refusal(new Int8Linear(true), rig.site()).isPresent());
            String reason =
                    kernel.refusal(new Int8Linear(false, 64), rig.site()).orElse("");
            assertTrue(reason.contains("64 inputs share one"), reason);
        }
    }

    @Test
    void passesOnWhatIsNotANumber() {
        try (KernelRig rig = rig(3, 37, 35, 0.5)) {
            rig.input(0).setFloat(36, Float.NaN);
            rig.run(rig.prepare(kernel));
            for (int j = 0; j < 35; j++) {
                if (rig.input(1).segment().get(ValueLayout.JAVA_BYTE, j * 37 + 36) != 0) {
                    assertTrue(Float.isNaN(rig.output().getFloat(j)), "output " + j);
                }
                assertTrue(Float.isFinite(rig.output().getFloat(35 + j)), "output " + j);
            }
        }
    }

    private static void compare(KernelRig rig) {
        double[] expected = NaiveOracle.int8(rig);
        double tolerance = Math.scalb(1.0, -22)
                * Math.max(1, rig.operands().inputSize(1, 1))
                * Math.max(1, NaiveOracle.largest(rig.input(0)) * NaiveOracle.largest(rig.input(1)));
        float[] actual = rig.result();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance, rig.site().inputs().toString());
        }
    }

    /** No weight is 0 by chance: only what is pruned is. */
    private static KernelRig rig(int m, int k, int n, double sparsity) {
        List<TensorType> types = new ArrayList<>(List.of(
                TensorType.f32(m, k), TensorType.of(DType.I8, Shape.of(n, k)), TensorType.f32(n), TensorType.f32(n)));
        KernelRig rig = Runs.fill(new KernelRig(new Int8Linear(false), types, List.of(1, 2, 3), 3), m + 7L * k + n);
        Random random = new Random(3);
        for (int e = 0; e < n * k; e++) {
            boolean pruned = random.nextDouble() < sparsity;
            rig.input(1).segment().set(ValueLayout.JAVA_BYTE, e, (byte) (pruned ? 0 : 1 + random.nextInt(127)));
        }
        return rig;
    }
}
