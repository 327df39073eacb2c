package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.op.activation.Activation;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rung of a convolution with the pooling behind it, in either order of channels, against the definition. */
@Tag("kernels")
class ConvPoolKernelsTest {
    /** Images (batch, channels, height, width) and how many channels come out. */
    private record Case(Conv2d conv, MaxPool2d pool, long[] images, long outputs, Extent kernel) {
        KernelRig rig(boolean lastInput, boolean lastOutput, boolean constant) {
            long[] n = images;
            List<TensorType> types = new ArrayList<>(List.of(
                    lastInput ? TensorType.f32(n[0], n[2], n[3], n[1]) : TensorType.f32(n),
                    TensorType.f32(outputs, n[1] / conv.groups(), kernel.height(), kernel.width())));
            if (conv.bias()) {
                types.add(TensorType.f32(outputs));
            }
            List<Integer> constants = constant ? (conv.bias() ? List.of(1, 2) : List.of(1)) : List.of();
            ConvPool2d op = new ConvPool2d(conv, pool, lastInput, lastOutput);
            return Runs.fill(new KernelRig(op, types, constants, 3), 17 * n[1] + 5 * n[2] + outputs);
        }
    }

    private static Conv2d conv(int stride, int padding, int dilation, int groups, boolean bias, Activation activation) {
        return new Conv2d(
                Extent.square(stride), Extent.square(padding), Extent.square(dilation), groups, bias, activation);
    }

    private static Case unit(long images, long channels, long side, long outputs, Activation activation) {
        return new Case(
                conv(1, 1, 1, 1, true, activation),
                MaxPool2d.square(2),
                new long[] {images, channels, side, side},
                outputs,
                Extent.square(3));
    }

    private static MaxPool2d pool(int kernel, int stride) {
        return new MaxPool2d(Extent.square(kernel), Extent.square(stride), Extent.square(0));
    }

    private static final List<Case> CASES = List.of(
            unit(2, 1, 28, 16, Activation.RELU),
            unit(3, 16, 14, 32, Activation.RELU),
            unit(1, 5, 13, 33, Activation.RELU),
            unit(2, 32, 9, 33, Activation.NONE),
            unit(1, 16, 5, 65, Activation.RELU),
            unit(1, 48, 31, 16, Activation.RELU),
            unit(1, 3, 7, 17, Activation.NONE),
            unit(1, 13, 4, 64, Activation.RELU),
            unit(1, 207, 5, 20, Activation.RELU),
            unit(0, 2, 6, 16, Activation.RELU),
            unit(1, 4, 9, 3, Activation.RELU),
            unit(1, 4, 9, 16, Activation.SIGMOID),
            new Case(
                    conv(1, 0, 1, 1, false, Activation.RELU),
                    pool(1, 1),
                    new long[] {1, 6, 9, 8},
                    40,
                    new Extent(1, 1)),
            new Case(
                    conv(2, 1, 1, 1, true, Activation.RELU),
                    pool(3, 2),
                    new long[] {2, 5, 23, 27},
                    18,
                    new Extent(3, 3)),
            new Case(
                    conv(1, 2, 2, 1, true, Activation.RELU),
                    pool(2, 2),
                    new long[] {1, 6, 15, 18},
                    19,
                    new Extent(3, 3)),
            new Case(
                    conv(3, 2, 1, 1, true, Activation.NONE),
                    pool(2, 3),
                    new long[] {1, 7, 40, 31},
                    16,
                    new Extent(5, 4)),
            new Case(
                    conv(1, 5, 1, 1, true, Activation.RELU), pool(4, 3), new long[] {1, 2, 4, 5}, 16, new Extent(3, 3)),
            new Case(
                    conv(1, 1, 1, 2, true, Activation.RELU),
                    pool(2, 2),
                    new long[] {2, 6, 9, 11},
                    32,
                    new Extent(3, 3)));

    static Stream<Kernel<ConvPool2d>> kernels() {
        return Kernels.of(new ConvPool2d(Conv2d.padded(1), MaxPool2d.square(2))).stream();
    }

    private static boolean able(Kernel<ConvPool2d> kernel, KernelRig rig) {
        return kernel.refusal((ConvPool2d) rig.op(), rig.site()).isEmpty();
    }

    /** Calls back for each case in each order that the kernel does not refuse. */
    private static int each(Kernel<ConvPool2d> kernel, java.util.function.Consumer<KernelRig> check) {
        int count = 0;
        for (Case each : CASES) {
            for (int order = 0; order < 8; order++) {
                try (KernelRig rig = each.rig((order & 1) > 0, (order & 2) > 0, (order & 4) > 0)) {
                    if (able(kernel, rig)) {
                        check.accept(rig);
                        count++;
                    }
                }
            }
        }
        return count;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheDefinition(Kernel<ConvPool2d> kernel) {
        Runs.runnable(kernel);
        int compared = each(kernel, rig -> {
            Prepared prepared = rig.prepare(kernel);
            rig.run(prepared);
            compare(kernel, rig);
            rig.run(prepared);
            compare(kernel, rig);
        });
        assertTrue(compared >= 32, kernel.id() + " refuses nearly all: " + compared);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreSharedAndChargesWhatItAnnounced(Kernel<ConvPool2d> kernel) {
        Runs.runnable(kernel);
        each(kernel, rig -> {
            Runs.sameBitsInAnyOrder(rig, kernel);
            Runs.chargesWhatItAnnounced(rig, kernel);
        });
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void servesFewerImagesThanPlanned(Kernel<ConvPool2d> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = unit(9, 16, 19, 18, Activation.RELU).rig(false, true, true)) {
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

    /** Of 8 × 8 pixels one is no number: all windows that see it say so, and no others do. */
    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumber(Kernel<ConvPool2d> kernel) {
        Runs.runnable(kernel);
        for (long channels : new long[] {1, 4, 16}) {
            for (int place = 0; place < 64; place++) {
                try (KernelRig rig = unit(1, channels, 8, 16, Activation.RELU).rig(false, false, true)) {
                    if (!able(kernel, rig)) {
                        continue;
                    }
                    rig.input(0).setFloat(place, Float.NaN);
                    rig.run(rig.prepare(kernel));
                    for (int i = 0; i < 16; i++) {
                        boolean seen = sees(i / 4, place / 8) && sees(i % 4, place % 8);
                        assertEquals(seen, Float.isNaN(rig.output().getFloat(i)), place + " at " + i);
                    }
                }
            }
        }
    }

    /** Whether a window of two outputs, each of which looks at three pixels, looks at this one. */
    private static boolean sees(int window, int pixel) {
        return pixel >= 2 * window - 1 && pixel <= 2 * window + 2;
    }

    @Test
    void whatIsRefusedIsRefusedWithTheNumbers() {
        for (Case each : CASES) {
            try (KernelRig rig = each.rig(false, false, true)) {
                kernels()
                        .flatMap(kernel -> kernel.refusal((ConvPool2d) rig.op(), rig.site()).stream())
                        .forEach(reason -> assertTrue(reason.matches(".*\\d.*"), reason));
            }
        }
        InvalidInput padded = assertThrows(
                InvalidInput.class,
                () -> new ConvPool2d(
                        Conv2d.padded(1), new MaxPool2d(Extent.square(3), Extent.square(2), Extent.square(1))));
        assertTrue(padded.getMessage().contains("1×1"), padded.getMessage());
    }

    private static void compare(Kernel<ConvPool2d> kernel, KernelRig rig) {
        ConvPool2d op = (ConvPool2d) rig.op();
        long[] y = rig.output().shape().sizes();
        float[] actual = rig.result();
        long steps = rig.input(1).shape().elements() / rig.input(1).shape().size(0);
        double tolerance = Math.scalb(1.0, -22)
                * steps
                * Math.max(1, NaiveOracle.largest(rig.input(0)) * NaiveOracle.largest(rig.input(1)));
        for (int e = 0; e < actual.length; e++) {
            long last = e % y[3];
            long middle = e / y[3] % y[2];
            long first = e / (y[3] * y[2]) % y[1];
            long image = e / (y[3] * y[2] * y[1]);
            double expected = op.channelsLastOutput()
                    ? largest(op, rig, image, last, first, middle)
                    : largest(op, rig, image, first, middle, last);
            assertEquals(
                    expected,
                    actual[e],
                    tolerance,
                    kernel.id() + " " + op + " " + rig.site().inputs() + " at " + e);
        }
    }

    private static double largest(ConvPool2d op, KernelRig rig, long image, long output, long row, long column) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < op.pool().kernel().height(); i++) {
            for (int j = 0; j < op.pool().kernel().width(); j++) {
                double sum = convolved(
                        op,
                        rig,
                        image,
                        output,
                        row * op.pool().stride().height() + i,
                        column * op.pool().stride().width() + j);
                largest = Math.max(
                        largest,
                        switch (op.conv().activation()) {
                            case RELU -> Math.max(0, sum);
                            case SIGMOID -> 1 / (1 + Math.exp(-sum));
                            default -> sum;
                        });
            }
        }
        return largest;
    }

    private static double convolved(ConvPool2d op, KernelRig rig, long image, long output, long row, long column) {
        Conv2d conv = op.conv();
        long[] w = rig.input(1).shape().sizes();
        long[] x = rig.input(0).shape().sizes();
        boolean lastInput = op.channelsLastInput();
        long channels = x[lastInput ? 3 : 1];
        long height = x[lastInput ? 1 : 2];
        long width = x[lastInput ? 2 : 3];
        double sum = conv.bias() ? rig.input(2).getFloat(output) : 0;
        for (long t = 0; t < w[1] * w[2] * w[3]; t++) {
            long c = output / (w[0] / conv.groups()) * w[1] + t / (w[2] * w[3]);
            long down = row * conv.stride().height()
                    - conv.padding().height()
                    + t / w[3] % w[2] * conv.dilation().height();
            long across = column * conv.stride().width()
                    - conv.padding().width()
                    + t % w[3] * conv.dilation().width();
            if (down >= 0 && down < height && across >= 0 && across < width) {
                long place = lastInput
                        ? ((image * height + down) * width + across) * channels + c
                        : ((image * channels + c) * height + down) * width + across;
                sum += (double) rig.input(0).getFloat(place) * rig.input(1).getFloat(output * w[1] * w[2] * w[3] + t);
            }
        }
        return sum;
    }
}
