package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.Op;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import hone.engine.op.elementwise.Mul;
import hone.engine.tensor.TensorType;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations with an exponential in them, and the product, against their definitions in double. */
@Tag("kernels")
class SmoothActivationsTest {
    private static final int[] SIZES = {0, 1, 3, 13, 64, 207, 513, 8191, 8193, 20_000};

    /** A prime: every 99991st of all bit patterns of float32. */
    private static final int STRIDE = 99_991;

    static Stream<Arguments> kernels() {
        return Stream.of(new Gelu(true), new Gelu(false), new Silu(), new Tanh(), new Sigmoid(), new Mul())
                .flatMap(op -> Kernels.of((Op) op).stream().map(kernel -> Arguments.of(op, kernel)));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheDefinitionOverAllOfFloat32(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        int size = (int) ((1L << 32) / STRIDE);
        try (KernelRig rig = rig(op, size, 0)) {
            for (int i = 0; i < size; i++) {
                rig.input(0).setFloat(i, Float.intBitsToFloat((int) ((long) i * STRIDE)));
            }
            rig.run(rig.prepare(kernel));
            check(rig, rig.result());
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheDefinitionAtAwkwardSizes(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (int size : SIZES) {
            try (KernelRig rig = rig(op, size, size)) {
                rig.run(rig.prepare(kernel));
                check(rig, rig.result());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreShared(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (int size : SIZES) {
            try (KernelRig rig = rig(op, size, size)) {
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void mayWriteOverItsInput(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (int size : SIZES) {
            try (KernelRig rig = rig(op, size, size)) {
                assertTrue(op.elementwise());
                Prepared prepared = rig.prepare(kernel);
                rig.run(prepared);
                float[] apart = rig.result();
                rig.operands().bindOutput(0, rig.input(0).segment());
                rig.run(prepared);
                for (int i = 0; i < size; i++) {
                    float inPlace = rig.input(0).getFloat(i);
                    assertTrue(Float.compare(apart[i], inPlace) == 0, apart[i] + " vs " + inPlace + " at " + i);
                }
            }
        }
    }

    private static void check(KernelRig rig, float[] actual) {
        for (int i = 0; i < actual.length; i++) {
            float x = rig.input(0).getFloat(i);
            float other = rig.op() instanceof Mul ? rig.input(1).getFloat(i) : 0;
            double exact = exact(rig.op(), x, other);
            String where = rig.op().kind() + "(" + x + ") is " + exact + " and not " + actual[i] + ", at " + i;
            if (Double.isNaN(exact) || Double.isInfinite(exact)) {
                assertTrue(Double.compare(exact, actual[i]) == 0, where);
            } else {
                assertTrue(Math.abs(actual[i] - exact) <= tolerance(rig.op(), x, exact), where);
            }
        }
    }

    private static double exact(Op op, double x, double other) {
        return switch (op) {
            case Mul _ -> (float) (x * other);
            case Tanh _ -> StrictMath.tanh(x);
            case Sigmoid _ -> 1 / (1 + StrictMath.exp(-x));
            case Silu _ -> x / (1 + StrictMath.exp(-x));
            case Gelu gelu when !gelu.approximate() -> Definitions.of(gelu, x);
            default -> 0.5 * x * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
        };
    }

    /** As the kernels' comments state: relative to the result, or to x where the result is x times something small. */
    private static double tolerance(Op op, double x, double exact) {
        return switch (op) {
            case Mul _ -> 0;
            case Tanh _ -> 0x1p-21 * Math.abs(exact) + Float.MIN_VALUE;
            case Sigmoid _ -> 0x1p-22 * Math.abs(exact) + Float.MIN_NORMAL;
            default -> 0x1p-21 * Math.abs(x) + Float.MIN_VALUE;
        };
    }

    private static KernelRig rig(Op op, int size, long seed) {
        List<TensorType> types = Collections.nCopies(op instanceof Mul ? 2 : 1, TensorType.f32(size));
        KernelRig rig = Runs.fill(new KernelRig(op, types, List.of(), 3), seed);
        for (int i = 0; i < size; i++) {
            rig.input(0).setFloat(i, 8 * rig.input(0).getFloat(i));
        }
        return rig;
    }
}
