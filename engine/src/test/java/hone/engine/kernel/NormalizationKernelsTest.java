package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Softmax and the normalizations against their definitions in double. */
@Tag("kernels")
class NormalizationKernelsTest {
    private static final int[] WIDTHS = {1, 3, 13, 16, 33, 64, 207, 513, 9000};
    private static final float EPSILON = 1e-5F;

    static Stream<Arguments> kernels() {
        return Stream.of(new Softmax(), new LayerNorm(EPSILON), new RmsNorm(EPSILON))
                .flatMap(op -> Kernels.of((Op) op).stream().map(kernel -> Arguments.of(op, kernel)));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheDefinition(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (int width : WIDTHS) {
            try (KernelRig rig = rig(op, 7, width)) {
                rig.run(rig.prepare(kernel));
                check(rig, rig.result(), 7, width);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreShared(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (int width : WIDTHS) {
            try (KernelRig rig = rig(op, 67, width)) {
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void nanStaysInItsRow(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            for (int at : new int[] {0, 36}) {
                try (KernelRig rig = rig(op, 3, 37)) {
                    rig.input(0).setFloat(37 + at, special);
                    rig.run(rig.prepare(kernel));
                    float[] result = rig.result();
                    assertTrue(Float.isNaN(result[37 + at]), kernel.id() + " with " + special);
                    for (int i = 0; i < 37; i++) {
                        assertTrue(Float.isFinite(result[i]) && Float.isFinite(result[74 + i]), "at " + i);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void nothingToDoIsNoUnits(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(op, 0, 5)) {
            assertEquals(0, rig.prepare(kernel).units(rig.operands()));
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(InvalidInput.class, () -> new LayerNorm(0));
        assertThrows(InvalidInput.class, () -> new RmsNorm(Float.NaN));
        var types = List.of(TensorType.f32(2, 5), TensorType.f32(4));
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> new RmsNorm(EPSILON).infer(types));
        assertTrue(refusal.getMessage().contains("weight"), refusal.getMessage());
    }

    /** Tolerance: 2^−19 of the largest that a term can be, for rounding; and for sums 2^−26 more for each element. */
    private static void check(KernelRig rig, float[] actual, int rows, int width) {
        double share = 0x1p-19 + width * 0x1p-26;
        for (int row = 0; row < rows; row++) {
            int from = row * width;
            double mean = 0;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < width; i++) {
                mean += (double) rig.input(0).getFloat(from + i) / width;
                largest = Math.max(largest, rig.input(0).getFloat(from + i));
            }
            double centre = rig.op() instanceof LayerNorm ? mean : 0;
            double squares = 0;
            double powers = 0;
            for (int i = 0; i < width; i++) {
                double x = rig.input(0).getFloat(from + i);
                squares += (x - centre) * (x - centre);
                powers += StrictMath.exp(x - largest);
            }
            double deviation = Math.sqrt(squares / width + EPSILON);
            for (int i = 0; i < width; i++) {
                double x = rig.input(0).getFloat(from + i);
                double exact;
                double tolerance;
                if (rig.op() instanceof Softmax) {
                    exact = StrictMath.exp(x - largest) / powers;
                    tolerance = share * exact;
                } else {
                    double bias = rig.op() instanceof LayerNorm ? rig.input(2).getFloat(i) : 0;
                    exact = (x - centre) / deviation * rig.input(1).getFloat(i) + bias;
                    tolerance = share * (8 / deviation + 1);
                }
                String where = exact + " and not " + actual[from + i] + " at " + row + ", " + i + " of " + width;
                assertTrue(Math.abs(actual[from + i] - exact) <= tolerance, where);
            }
        }
    }

    /** Inputs in ±8, weights and biases in ±1. */
    private static KernelRig rig(Op op, int rows, int width) {
        List<TensorType> types = switch (op) {
            case Softmax _ -> List.of(TensorType.f32(rows, width));
            case RmsNorm _ -> List.of(TensorType.f32(rows, width), TensorType.f32(width));
            default -> List.of(TensorType.f32(rows, width), TensorType.f32(width), TensorType.f32(width));
        };
        KernelRig rig = Runs.fill(new KernelRig(op, types, List.of(), 3), width);
        for (int i = 0; i < rows * width; i++) {
            rig.input(0).setFloat(i, 8 * rig.input(0).getFloat(i));
        }
        return rig;
    }
}
