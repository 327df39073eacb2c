package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.Op;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.conv.Pool2d;
import hone.engine.op.shape.Flatten;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rung of pooling and flattening on awkward sizes against the definition in double precision. */
@Tag("kernels")
class PoolKernelsTest {
    private static final long[][] IMAGES = {
        {0, 2, 5, 5}, {1, 1, 3, 3}, {2, 16, 28, 28}, {1, 32, 14, 14}, {3, 3, 13, 207}, {1, 2, 513, 3}, {1, 5, 31, 33}
    };

    private static final int[][] WINDOWS = {
        {1, 1, 1, 1, 0, 0},
        {2, 2, 2, 2, 0, 0},
        {3, 3, 2, 2, 1, 1},
        {3, 3, 1, 1, 1, 1},
        {3, 2, 3, 1, 2, 1},
        {2, 3, 1, 2, 0, 2},
        {3, 3, 3, 3, 0, 0}
    };

    static Stream<Kernel<Pool2d>> kernels() {
        return Kernels.of((Pool2d) MaxPool2d.square(2)).stream();
    }

    static Stream<Kernel<GlobalAveragePool2d>> globalKernels() {
        return Kernels.of(new GlobalAveragePool2d()).stream();
    }

    private static List<Pool2d> ops(int[] w) {
        Extent kernel = new Extent(w[0], w[1]);
        Extent stride = new Extent(w[2], w[3]);
        Extent padding = new Extent(w[4], w[5]);
        return List.of(new MaxPool2d(kernel, stride, padding), new AveragePool2d(kernel, stride, padding));
    }

    private static KernelRig rig(Op op, long[] image) {
        return Runs.fill(new KernelRig(op, List.of(TensorType.f32(image)), List.of(), 3), image[3]);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheOracleWithTheSameBitsInAnyOrder(Kernel<Pool2d> kernel) {
        Runs.runnable(kernel);
        int refused = 0;
        for (int[] window : WINDOWS) {
            for (Pool2d op : ops(window)) {
                for (long[] image : IMAGES) {
                    try (KernelRig rig = rig(op, image)) {
                        if (kernel.refusal(op, rig.site()).isPresent()) {
                            refused++;
                            continue;
                        }
                        rig.run(rig.prepare(kernel));
                        compare(kernel, op, rig);
                        Runs.sameBitsInAnyOrder(rig, kernel);
                        Runs.chargesWhatItAnnounced(rig, kernel);
                    }
                }
            }
        }
        assertEquals(kernel.id().equals("simd") ? 2 * IMAGES.length : 0, refused, "only windows 3 apart are refused");
    }

    private static void compare(Kernel<Pool2d> kernel, Pool2d op, KernelRig rig) {
        double[] expected = NaiveOracle.pooling(op, rig);
        double tolerance = op instanceof MaxPool2d
                ? 0
                : Math.scalb(1.0, -22) * op.kernel().height() * op.kernel().width();
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

    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumber(Kernel<Pool2d> kernel) {
        Runs.runnable(kernel);
        for (Pool2d op : ops(WINDOWS[1])) {
            try (KernelRig rig = rig(op, new long[] {1, 1, 8, 8})) {
                rig.input(0).setFloat(2 * 8 + 3, Float.NaN);
                rig.input(0).setFloat(5 * 8 + 6, Float.POSITIVE_INFINITY);
                rig.input(0).setFloat(7 * 8, Float.NEGATIVE_INFINITY);
                rig.run(rig.prepare(kernel));
                for (int i = 0; i < 16; i++) {
                    float y = rig.output().getFloat(i);
                    boolean infinite = i == 2 * 4 + 3 || (i == 3 * 4 && op instanceof AveragePool2d);
                    assertEquals(i == 4 + 1, Float.isNaN(y), kernel.id() + " " + op + " at " + i);
                    assertEquals(infinite, Float.isInfinite(y), kernel.id() + " " + op + " at " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("globalKernels")
    void theMeanOfAWholeChannel(Kernel<GlobalAveragePool2d> kernel) {
        Runs.runnable(kernel);
        for (long[] image : IMAGES) {
            try (KernelRig rig = rig(new GlobalAveragePool2d(), image)) {
                rig.run(rig.prepare(kernel));
                float[] actual = rig.result();
                int pixels = (int) (image[2] * image[3]);
                for (int channel = 0; channel < actual.length; channel++) {
                    double sum = 0;
                    for (int i = 0; i < pixels; i++) {
                        sum += rig.input(0).getFloat((long) channel * pixels + i);
                    }
                    assertEquals(sum / pixels, actual[channel], Math.scalb(1.0, -22) * Math.sqrt(pixels), kernel.id());
                }
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("flattenKernels")
    void flatteningKeepsEveryElementAtItsPlaceAndNeedsNoCopyOntoItself(Kernel<Flatten> kernel) {
        for (long[] image : IMAGES) {
            try (KernelRig rig = rig(new Flatten(), image)) {
                float[] expected = rig.input(0).toFloats();
                Runs.sameBitsInAnyOrder(rig, kernel);
                assertEquals(
                        image[1] * image[2] * image[3], rig.output().shape().size(1));
                org.junit.jupiter.api.Assertions.assertArrayEquals(expected, rig.result());
                rig.operands().bindOutput(0, rig.operands().input(0));
                rig.run(rig.prepare(kernel));
                org.junit.jupiter.api.Assertions.assertArrayEquals(
                        expected, rig.input(0).toFloats());
                assertTrue(rig.op().elementwise());
            }
        }
    }

    static Stream<Kernel<Flatten>> flattenKernels() {
        return Kernels.of(new Flatten()).stream();
    }
}
