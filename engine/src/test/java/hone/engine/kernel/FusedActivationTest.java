package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.graph.Op;
import hone.engine.op.activation.Activation;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.matmul.Linear;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers with a fused activation, on every rung, give what the layer alone gives and the activation of that: to the bit
 * for the rectifier, within the activation's own error for the others.
 */
@Tag("kernels")
class FusedActivationTest {
    /** m × k × n: single rows, register blocks with rows left over, partial panels, packed blocks of rows. */
    private static final int[][] SIZES = {
        {0, 5, 5},
        {1, 1, 1},
        {1, 3, 13},
        {1, 64, 128},
        {3, 64, 31},
        {5, 207, 64},
        {13, 64, 65},
        {45, 40, 513},
        {64, 96, 128}
    };

    private static Stream<Activation> activations() {
        return Stream.of(Activation.values()).filter(activation -> activation != Activation.NONE);
    }

    static Stream<Arguments> products() {
        return Kernels.of((Op) new Linear(true)).stream()
                .flatMap(kernel -> activations().map(activation -> Arguments.of(kernel, activation)));
    }

    static Stream<Arguments> convolutions() {
        return Kernels.of((Op) Conv2d.padded(1)).stream()
                .flatMap(kernel -> activations().map(activation -> Arguments.of(kernel, activation)));
    }

    @ParameterizedTest
    @MethodSource("products")
    void linearLayers(Kernel<Op> kernel, Activation activation) {
        Runs.runnable(kernel);
        int compared = 0;
        for (int[] size : SIZES) {
            for (boolean bias : new boolean[] {true, false}) {
                List<TensorType> types = new ArrayList<>(List.of(
                        TensorType.f32(size[0], size[1]), TensorType.f32(size[2], size[1]), TensorType.f32(size[2])));
                List<Integer> constants = new ArrayList<>(List.of(1, 2));
                if (!bias) {
                    types.removeLast();
                    constants.removeLast();
                }
                Linear alone = new Linear(bias);
                try (KernelRig plain = rig(alone, types, constants);
                        KernelRig fused = rig(alone.withActivation(activation), types, constants)) {
                    compared += compare(kernel, activation, plain, fused);
                }
            }
        }
        assertTrue(compared > 1000, compared + " results");
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutions(Kernel<Op> kernel, Activation activation) {
        Runs.runnable(kernel);
        assumeTrue(
                !kernel.id().equals("nhwc") || activation == Activation.RELU,
                "channels in the lanes: no activation but the rectifier");
        int compared = 0;
        for (int groups : new int[] {1, 6}) {
            for (int stride : new int[] {1, 2, 5}) {
                for (int kernelSide : new int[] {1, 3}) {
                    Conv2d alone = new Conv2d(Extent.square(stride), Extent.square(1), Extent.square(1), groups, true);
                    List<TensorType> types = List.of(
                            TensorType.f32(3, 6, 13, 29),
                            TensorType.f32(24, 6 / groups, kernelSide, kernelSide),
                            TensorType.f32(24));
                    try (KernelRig plain = rig(alone, types, List.of(1, 2));
                            KernelRig fused = rig(alone.withActivation(activation), types, List.of(1, 2))) {
                        compared += compare(kernel, activation, plain, fused);
                    }
                }
            }
        }
        assertTrue(compared > 1000, compared + " results");
    }

    /** Inputs to ±4, so that smooth functions are met where they bend; half of the weight is zeros, as sparse kernels need. */
    private static KernelRig rig(Op op, List<TensorType> types, List<Integer> constants) {
        KernelRig rig = Runs.fill(new KernelRig(op, types, constants, 3), 11);
        for (long i = 0; i < rig.input(0).shape().elements(); i++) {
            rig.input(0).setFloat(i, 4 * rig.input(0).getFloat(i));
        }
        if (op instanceof Linear) {
            for (long i = 0; i < rig.input(1).shape().elements(); i++) {
                if (i % types.get(1).dim(1).max() % 4 > 1) {
                    rig.input(1).setFloat(i, 0);
                }
            }
        }
        return rig;
    }

    private static int compare(Kernel<Op> kernel, Activation activation, KernelRig plain, KernelRig fused) {
        if (kernel.refusal(fused.op(), fused.site()).isPresent()) {
            assertEquals(
                    kernel.refusal(plain.op(), plain.site()), kernel.refusal(fused.op(), fused.site()), kernel.id());
            return 0;
        }
        plain.run(plain.prepare(kernel));
        float[] before = plain.result();
        fused.run(fused.prepare(kernel));
        float[] after = fused.result();
        for (int i = 0; i < before.length; i++) {
            String where = kernel.id() + " " + activation + " of " + before[i] + " at " + i;
            if (activation == Activation.RELU) {
                assertEquals(Float.floatToIntBits(Math.max(before[i], 0)), Float.floatToIntBits(after[i]), where);
            } else {
                double exact = Definitions.of(activation.op().orElseThrow(), before[i]);
                assertEquals(exact, after[i], 0x1p-20 * Math.max(Math.abs(before[i]), Math.abs(exact)), where);
            }
        }
        if (before.length > 0) {
            Runs.sameBitsInAnyOrder(fused, kernel);
            Runs.chargesWhatItAnnounced(fused, kernel);
        }
        return before.length;
    }

    /** The layer's result is that of an oracle which knows nothing of kernels, and then the activation's definition. */
    @ParameterizedTest
    @EnumSource(value = Activation.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theOracleAgrees(Activation activation) {
        Linear op = new Linear(true, activation);
        List<TensorType> types = List.of(TensorType.f32(13, 64), TensorType.f32(65, 64), TensorType.f32(65));
        for (Kernel<Op> kernel : Kernels.of((Op) op)) {
            try (KernelRig rig = rig(op, types, List.of(1, 2))) {
                if (kernel.unavailableReason().isPresent()
                        || kernel.refusal(op, rig.site()).isPresent()) {
                    continue;
                }
                rig.run(rig.prepare(kernel));
                double[] sums = NaiveOracle.product(op, rig);
                double tolerance = 0x1p-22 * 64 * 4 * 1.25;
                float[] actual = rig.result();
                for (int i = 0; i < sums.length; i++) {
                    double exact = Definitions.of(activation.op().orElseThrow(), sums[i]);
                    assertEquals(exact, actual[i], tolerance, kernel.id() + " at " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("products")
    void passesOnWhatIsNotANumber(Kernel<Op> kernel, Activation activation) {
        Runs.runnable(kernel);
        Linear op = new Linear(true, activation);
        List<TensorType> types = List.of(TensorType.f32(6, 40), TensorType.f32(35, 40), TensorType.f32(35));
        try (KernelRig rig = rig(op, types, List.of(1, 2))) {
            rig.input(0).setFloat(2 * 40 + 4, Float.NaN);
            rig.run(rig.prepare(kernel));
            float[] result = rig.result();
            for (int j = 0; j < 35; j++) {
                assertTrue(Float.isNaN(result[2 * 35 + j]), kernel.id());
                assertTrue(Float.isFinite(result[3 * 35 + j]), kernel.id());
            }
        }
    }

    /** The activation's arithmetic counts as it does alone, and its way to memory and back is what is saved. */
    @ParameterizedTest
    @EnumSource(value = Activation.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void costsAreThoseOfBothButForTheTrafficInBetween(Activation activation) {
        TensorType y = TensorType.f32(8, 16);
        List<TensorType> inputs = List.of(TensorType.f32(8, 32), TensorType.f32(16, 32), TensorType.f32(16));
        var layer = new Linear(true).cost(inputs, List.of(y));
        var alone = activation.op().orElseThrow().cost(List.of(y), List.of(y));
        var fused = new Linear(true, activation).cost(inputs, List.of(y));
        assertEquals(layer.flops(), fused.flops());
        assertEquals(layer.elementwiseOps() + alone.elementwiseOps(), fused.elementwiseOps());
        assertEquals(layer.bytes() + alone.bytes() - 2 * 8 * 16 * 4, fused.bytes());
        List<TensorType> images = List.of(TensorType.f32(2, 3, 8, 8), TensorType.f32(5, 3, 3, 3), TensorType.f32(5));
        TensorType maps = TensorType.f32(2, 5, 8, 8);
        assertEquals(
                Conv2d.padded(1).cost(images, List.of(maps)).elementwiseOps()
                        + activation
                                .op()
                                .orElseThrow()
                                .cost(List.of(maps), List.of(maps))
                                .elementwiseOps(),
                Conv2d.padded(1)
                        .withActivation(activation)
                        .cost(images, List.of(maps))
                        .elementwiseOps());
        assertEquals(List.of(y), new Linear(true, activation).infer(inputs));
        assertEquals(
                Activation.values().length,
                Arrays.stream(Activation.values())
                        .map(Activation::op)
                        .distinct()
                        .count());
    }
}
