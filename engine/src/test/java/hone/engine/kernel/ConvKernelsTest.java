package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.op.activation.Activation;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rung of the convolution on awkward sizes against the definition in double precision. */
@Tag("kernels")
class ConvKernelsTest {
    /** One convolution and the images and weights it gets. */
    private record Case(Conv2d op, long images, long channels, long height, long width, long outputs, Extent kernel) {
        List<TensorType> types() {
            List<TensorType> types = new ArrayList<>(List.of(
                    TensorType.f32(images, channels, height, width),
                    TensorType.f32(outputs, channels / op.groups(), kernel.height(), kernel.width())));
            if (op.bias()) {
                types.add(TensorType.f32(outputs));
            }
            return types;
        }

        KernelRig rig(boolean constant) {
            List<Integer> constants = constant ? (op.bias() ? List.of(1, 2) : List.of(1)) : List.of();
            return Runs.fill(new KernelRig(op, types(), constants, 3), 17 * channels + 5 * height + outputs);
        }
    }

    private static Conv2d op(int stride, int padding, int dilation, int groups, boolean bias) {
        return new Conv2d(Extent.square(stride), Extent.square(padding), Extent.square(dilation), groups, bias);
    }

    /** From one pixel and no images at all to several blocks of channels, vectors and rows with something left over. */
    private static final List<Case> CASES = List.of(
            new Case(op(1, 0, 1, 1, true), 1, 1, 1, 1, 1, new Extent(1, 1)),
            new Case(op(1, 1, 1, 1, true), 0, 2, 3, 3, 2, new Extent(3, 3)),
            new Case(op(1, 1, 1, 1, true), 2, 1, 28, 28, 16, new Extent(3, 3)),
            new Case(op(1, 1, 1, 1, true), 1, 16, 14, 14, 32, new Extent(3, 3)),
            new Case(op(1, 0, 1, 1, false), 3, 3, 13, 13, 13, new Extent(1, 1)),
            new Case(op(1, 2, 1, 1, true), 1, 3, 7, 7, 5, new Extent(5, 5)),
            new Case(op(2, 1, 1, 1, true), 2, 5, 13, 17, 9, new Extent(3, 3)),
            new Case(op(2, 3, 1, 1, true), 1, 3, 35, 33, 11, new Extent(7, 7)),
            new Case(op(2, 0, 1, 1, true), 1, 13, 9, 8, 3, new Extent(1, 1)),
            new Case(op(3, 2, 2, 1, true), 1, 4, 19, 23, 6, new Extent(3, 3)),
            new Case(op(1, 2, 2, 1, true), 1, 3, 16, 15, 17, new Extent(3, 3)),
            new Case(op(1, 1, 1, 3, true), 2, 6, 9, 11, 15, new Extent(3, 3)),
            new Case(op(2, 1, 1, 2, false), 1, 8, 12, 12, 26, new Extent(3, 3)),
            new Case(op(1, 1, 1, 13, true), 2, 13, 14, 14, 13, new Extent(3, 3)),
            new Case(op(2, 2, 1, 7, true), 1, 7, 31, 29, 14, new Extent(5, 5)),
            new Case(op(1, 0, 1, 1, true), 1, 2, 1, 207, 8, new Extent(1, 13)),
            new Case(op(1, 0, 1, 1, true), 1, 2, 207, 1, 12, new Extent(13, 1)),
            new Case(op(1, 1, 1, 1, true), 1, 64, 5, 513, 4, new Extent(3, 3)),
            new Case(op(1, 0, 1, 1, true), 1, 207, 3, 3, 64, new Extent(3, 3)),
            new Case(
                    new Conv2d(new Extent(2, 1), new Extent(0, 2), new Extent(1, 3), 1, true),
                    2,
                    3,
                    13,
                    14,
                    20,
                    new Extent(2, 3)));

    static Stream<Kernel<Conv2d>> kernels() {
        return Kernels.of(op(1, 0, 1, 1, true)).stream();
    }

    private static boolean able(Kernel<Conv2d> kernel, KernelRig rig) {
        return kernel.refusal((Conv2d) rig.op(), rig.site()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheOracle(Kernel<Conv2d> kernel) {
        Runs.runnable(kernel);
        int compared = 0;
        for (Case each : CASES) {
            for (boolean constant : new boolean[] {true, false}) {
                try (KernelRig rig = each.rig(constant)) {
                    if (able(kernel, rig)) {
                        Prepared prepared = rig.prepare(kernel);
                        rig.run(prepared);
                        compare(kernel, rig);
                        rig.run(prepared);
                        compare(kernel, rig);
                        compared++;
                    }
                }
            }
        }
        assertTrue(compared >= 4, kernel.id() + " refuses nearly all");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void servesFewerImagesThanPlanned(Kernel<Conv2d> kernel) {
        Runs.runnable(kernel);
        for (int groups : new int[] {1, 5}) {
            try (KernelRig rig = new Case(op(1, 1, 1, groups, true), 9, 5, 19, 11, 10, new Extent(3, 3)).rig(true)) {
                if (able(kernel, rig)) {
                    Prepared prepared = rig.prepare(kernel);
                    for (int images : new int[] {9, 1, 2, 5, 9}) {
                        rig.operands().resizeInput(0, 0, images);
                        rig.operands().resizeOutput(0, 0, images);
                        rig.output().segment().fill((byte) 1);
                        rig.run(prepared);
                        compare(kernel, rig);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreSharedAndChargesWhatItAnnounced(Kernel<Conv2d> kernel) {
        Runs.runnable(kernel);
        for (Case each : CASES) {
            for (boolean constant : new boolean[] {true, false}) {
                try (KernelRig rig = each.rig(constant)) {
                    if (able(kernel, rig)) {
                        Runs.sameBitsInAnyOrder(rig, kernel);
                        Runs.chargesWhatItAnnounced(rig, kernel);
                    }
                }
            }
        }
    }

    /** Of 9 × 9 pixels one is no number and one infinite: all outputs that see them say so, and no others do. */
    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumber(Kernel<Conv2d> kernel) {
        Runs.runnable(kernel);
        for (int groups : new int[] {1, 2}) {
            try (KernelRig rig = new Case(op(1, 1, 1, groups, true), 1, 2, 9, 9, 4, new Extent(3, 3)).rig(true)) {
                if (!able(kernel, rig)) {
                    continue;
                }
                rig.input(0).setFloat(2 * 9, Float.NaN);
                rig.input(0).setFloat(6 * 9 + 8, Float.NEGATIVE_INFINITY);
                rig.run(rig.prepare(kernel));
                for (int i = 0; i < 81; i++) {
                    float y = rig.output().getFloat(i);
                    boolean nan = Math.abs(i / 9 - 2) <= 1 && i % 9 <= 1;
                    boolean infinite = Math.abs(i / 9 - 6) <= 1 && i % 9 >= 7;
                    assertEquals(nan, Float.isNaN(y), kernel.id() + " at " + i);
                    assertEquals(infinite, Float.isInfinite(y), kernel.id() + " at " + i);
                }
            }
        }
    }

    /** Padding is zeros, and zero times infinity is no number: on every rung. */
    @ParameterizedTest
    @MethodSource("kernels")
    void anInfiniteWeightMeetsThePadding(Kernel<Conv2d> kernel) {
        Runs.runnable(kernel);
        for (int groups : new int[] {1, 2}) {
            try (KernelRig rig = new Case(op(1, 1, 1, groups, true), 1, 2, 9, 9, 2, new Extent(3, 3)).rig(true)) {
                if (!able(kernel, rig)) {
                    continue;
                }
                for (int i = 0; i < 2 * 81; i++) {
                    rig.input(0).setFloat(i, 1);
                }
                rig.input(1).setFloat(0, Float.POSITIVE_INFINITY);
                rig.run(rig.prepare(kernel));
                for (int i = 0; i < 81; i++) {
                    float y = rig.output().getFloat(i);
                    boolean padded = i / 9 == 0 || i % 9 == 0;
                    assertTrue(
                            padded ? Float.isNaN(y) : y == Float.POSITIVE_INFINITY,
                            kernel.id() + " at " + i + ": " + y);
                }
            }
        }
    }

    @Test
    void imagesTooLargeWithTheirPaddingAreRefusedWithTheSize() {
        Conv2d far = new Conv2d(
                Extent.square(1), new Extent(0, 1 << 30), new Extent(1, Integer.MAX_VALUE), 1, false, Activation.NONE);
        try (KernelRig rig =
                new KernelRig(far, List.of(TensorType.f32(1, 1, 1, 1), TensorType.f32(1, 1, 1, 2)), List.of(1), 1)) {
            for (Kernel<Conv2d> kernel : Kernels.of(far)) {
                String reason = kernel.refusal(far, rig.site()).orElse("");
                if (List.of("reordered", "im2col", "direct").contains(kernel.id())) {
                    assertTrue(reason.contains("8589934596 bytes"), kernel.id() + ": " + reason);
                }
                assertTrue(kernel.id().equals("naive") || !reason.isEmpty(), kernel.id());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void oneImageFallsIntoSeveralUnits(Kernel<Conv2d> kernel) {
        Runs.runnable(kernel);
        for (int groups : new int[] {1, 16}) {
            try (KernelRig rig = new Case(op(1, 1, 1, groups, true), 1, 16, 14, 14, 32, new Extent(3, 3)).rig(true)) {
                if (able(kernel, rig)) {
                    assertTrue(rig.prepare(kernel).units(rig.operands()) >= 4, kernel.id());
                }
            }
        }
    }

    @Test
    void everyConvolutionHasAVectorKernelAndWhatIsRefusedIsRefusedWithTheNumbers() {
        for (Case each : CASES) {
            try (KernelRig rig = each.rig(true)) {
                List<String> able = kernels()
                        .filter(kernel -> able(kernel, rig))
                        .map(Kernel::id)
                        .toList();
                boolean depthwise =
                        each.op().groups() > 1 && each.channels() == each.op().groups();
                assertEquals(
                        depthwise
                                ? List.of("naive", "reordered", "depthwise")
                                : each.op().groups() == 1 && each.outputs() >= FloatVector.SPECIES_PREFERRED.length()
                                        ? List.of("naive", "reordered", "im2col", "nhwc", "direct")
                                        : List.of("naive", "reordered", "im2col", "direct"),
                        able);
                kernels()
                        .flatMap(kernel -> kernel.refusal(each.op(), rig.site()).stream())
                        .forEach(reason -> assertTrue(reason.matches(".*\\d.*"), reason));
            }
        }
        Conv2d op = op(1, 0, 1, 1, false);
        List<TensorType> large = List.of(TensorType.f32(1, 1, 16_384, 16_384), TensorType.f32(1, 1, 1, 1));
        Site site = new Site("large", large, op.infer(large), java.util.Arrays.asList(null, null), 1);
        kernels()
                .filter(kernel -> !kernel.id().equals("naive"))
                .forEach(kernel -> assertFalse(kernel.refusal(op, site).isEmpty(), kernel.id()));
    }

    private static void compare(Kernel<Conv2d> kernel, KernelRig rig) {
        Conv2d op = (Conv2d) rig.op();
        double[] expected = NaiveOracle.convolution(op, rig);
        long steps = rig.input(1).shape().elements() / rig.input(1).shape().size(0);
        double tolerance = Math.scalb(1.0, -22)
                * steps
                * Math.max(1, NaiveOracle.largest(rig.input(0)) * NaiveOracle.largest(rig.input(1)));
        float[] actual = rig.result();
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    expected[i],
                    actual[i],
                    tolerance,
                    kernel.id() + " " + op + " " + rig.site().inputs() + " at " + i);
        }
    }
}
