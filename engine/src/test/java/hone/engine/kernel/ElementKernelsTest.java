package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.Op;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.ReluGradient;
import hone.engine.op.elementwise.Add;
import hone.engine.tensor.TensorType;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rectifier, its gradient and the sum, element by element, at sizes around whole vectors and whole units. */
@Tag("kernels")
class ElementKernelsTest {
    private static final int[] SIZES = {0, 1, 3, 13, 15, 16, 17, 207, 513, 8191, 8192, 8193, 20_000};
    private static final float[] SPECIAL = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0F, -0F, Float.MIN_VALUE, -Float.MIN_VALUE
    };

    static Stream<Kernel<? extends Op>> kernels() {
        return Stream.of(new Relu(), new ReluGradient(), new Add()).flatMap(op -> Kernels.of((Op) op).stream());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheDefinition(Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (int size : SIZES) {
            try (KernelRig rig = rig(kernel, size)) {
                rig.run(rig.prepare(kernel));
                float[] actual = rig.result();
                for (int i = 0; i < size; i++) {
                    assertEquals(expected(rig, i), actual[i], 0F, kernel.id() + " at " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreShared(Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (int size : SIZES) {
            try (KernelRig rig = rig(kernel, size)) {
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    /** Ops whose output may take over an input's memory, as plans let them. */
    @ParameterizedTest
    @MethodSource("kernels")
    void mayWriteOverAnInput(Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (int size : SIZES) {
            try (KernelRig rig = rig(kernel, size)) {
                assertTrue(rig.op().elementwise());
                float[] expected = new float[size];
                for (int i = 0; i < size; i++) {
                    expected[i] = expected(rig, i);
                }
                int last = rig.operands().inputCount() - 1;
                rig.operands().bindOutput(0, rig.operands().input(last));
                rig.run(rig.prepare(kernel));
                for (int i = 0; i < size; i++) {
                    assertEquals(expected[i], rig.input(last).getFloat(i), 0F, kernel.id() + " at " + i);
                }
            }
        }
    }

    private static float expected(KernelRig rig, int i) {
        float x = rig.input(0).getFloat(i);
        if (rig.op() instanceof Add) {
            return x + rig.input(1).getFloat(i);
        }
        if (rig.op() instanceof Relu) {
            return Float.isNaN(x) || x > 0 ? x : 0;
        }
        return x > 0 ? rig.input(1).getFloat(i) : 0;
    }

    private static KernelRig rig(Kernel<? extends Op> kernel, int size) {
        Op op = kernel.op().equals(Relu.class)
                ? new Relu()
                : kernel.op().equals(Add.class) ? new Add() : new ReluGradient();
        List<TensorType> types = Collections.nCopies(op instanceof Relu ? 1 : 2, TensorType.f32(size));
        KernelRig rig = Runs.fill(new KernelRig(op, types, List.of(), 3), size);
        for (int i = 0; i < Math.min(size, SPECIAL.length); i++) {
            rig.input(0).setFloat(i, SPECIAL[i]);
        }
        return rig;
    }
}
