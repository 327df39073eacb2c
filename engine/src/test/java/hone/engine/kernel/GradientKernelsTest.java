package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;
import hone.engine.kernel.embedding.ReorderedEmbeddingGradient;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.ActivationGradient;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.AttentionGradient;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.attention.RotaryEmbeddingGradient;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.AveragePool2dGradient;
import hone.engine.op.conv.Col2im;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.Im2col;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.conv.MaxPool2dGradient;
import hone.engine.op.embedding.EmbeddingGradient;
import hone.engine.op.normalization.NormalizationGradient;
import hone.engine.op.normalization.NormalizedProduct;
import hone.engine.op.normalization.SoftmaxGradient;
import hone.engine.op.reduce.SumChannels;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every gradient kernel: the same bits whatever the order of its units, and the same numbers on every rung. That they are
 * the right ones, finite differences say in the tests of the gradient rules.
 */
@Tag("kernels")
class GradientKernelsTest {
    private static final long SEED = 5;

    @AutoClose
    private final KernelRun kernels = new KernelRun();

    /** An op and the sizes of its inputs, all F32. */
    record Case(Op op, List<Shape> inputs) {
        static Case of(Op op, Shape... inputs) {
            return new Case(op, List.of(inputs));
        }
    }

    static Stream<Case> cases() {
        Conv2d conv = new Conv2d(new Extent(2, 1), new Extent(1, 2), new Extent(1, 2), 2, true);
        Extent kernel = new Extent(3, 2);
        Shape q = Shape.of(3, 13, 4 * 20);
        Shape k = Shape.of(3, 21, 2 * 20);
        return Stream.of(
                Case.of(new ActivationGradient(Activation.GELU_TANH), Shape.of(207, 64), Shape.of(207, 64)),
                Case.of(new ActivationGradient(Activation.GELU_ERF), Shape.of(13, 3), Shape.of(13, 3)),
                Case.of(new ActivationGradient(Activation.SILU), Shape.of(513), Shape.of(513)),
                Case.of(new ActivationGradient(Activation.TANH), Shape.of(513), Shape.of(513)),
                Case.of(new ActivationGradient(Activation.SIGMOID), Shape.of(3), Shape.of(3)),
                Case.of(new SoftmaxGradient(), Shape.of(207, 64), Shape.of(207, 64)),
                Case.of(new NormalizationGradient(true, 1e-5f), Shape.of(207, 64), Shape.of(64), Shape.of(207, 64)),
                Case.of(new NormalizationGradient(false, 1e-5f), Shape.of(13, 3), Shape.of(3), Shape.of(13, 3)),
                Case.of(new NormalizedProduct(true, 1e-5f), Shape.of(207, 64), Shape.of(207, 64)),
                Case.of(new Im2col(conv, kernel), Shape.of(3, 4, 13, 7)),
                Case.of(
                        new Col2im(conv, kernel, 4, new Extent(13, 7)),
                        Shape.of(
                                3,
                                2,
                                12,
                                (long) conv.places(kernel, new Extent(13, 7)).height()
                                        * conv.places(kernel, new Extent(13, 7)).width())),
                Case.of(new SumChannels(), Shape.of(3, 13, 7, 9)),
                Case.of(new MaxPool2dGradient(MaxPool2d.square(2)), Shape.of(3, 5, 13, 9), Shape.of(3, 5, 6, 4)),
                Case.of(new AveragePool2dGradient(AveragePool2d.square(3), new Extent(13, 9)), Shape.of(3, 5, 4, 3)),
                Case.of(new AttentionGradient(new Attention(4, 2, true)), q, k, k, q),
                Case.of(new AttentionGradient(new Attention(4, 2, false)), q, k, k, q));
    }

    private List<Tensor> random(List<Shape> shapes) {
        List<Tensor> tensors = new ArrayList<>();
        for (Shape shape : shapes) {
            CounterRandom random = new CounterRandom(SEED, 1, tensors.size());
            Tensor tensor = kernels.zeros(shape);
            for (long i = 0; i < shape.elements(); i++) {
                tensor.setFloat(i, (float) random.uniform(-2, 2));
            }
            tensors.add(tensor);
        }
        return tensors;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anyOrderOfUnitsGivesTheSameBits(Case one) {
        checkOrder(one.op(), random(one.inputs()));
    }

    @Test
    void rotationsTurnBackTheSameInAnyOrder() {
        Tensor dy = random(List.of(Shape.of(3, 13, 68))).getFirst();
        checkOrder(new RotaryEmbeddingGradient(new RotaryEmbedding(34, 32, 10_000)), List.of(dy, kernels.ints(7)));
    }

    private <O extends Op> void checkOrder(O op, List<Tensor> inputs) {
        List<float[]> first = List.of();
        int ran = 0;
        for (Kernel<O> kernel : able(op, inputs)) {
            List<float[]> alone = floats(kernels.run(kernel, op, inputs, false));
            List<float[]> apart = floats(kernels.run(kernel, op, inputs, true));
            for (int output = 0; output < alone.size(); output++) {
                assertArrayEquals(alone.get(output), apart.get(output), kernel.id() + ", output " + output);
                if (ran > 0) {
                    close(first.get(output), alone.get(output), kernel.id() + ", output " + output);
                }
            }
            first = ran == 0 ? alone : first;
            ran++;
        }
        assertTrue(ran > 0, "no kernel ran");
    }

    private static <O extends Op> List<Kernel<O>> able(O op, List<Tensor> inputs) {
        Site site = new Site(
                "test",
                inputs.stream().map(Tensor::type).toList(),
                op.infer(inputs.stream().map(Tensor::type).toList()),
                java.util.Collections.nCopies(inputs.size(), null),
                2);
        return Kernels.of(op).stream()
                .filter(kernel -> kernel.unavailableReason().isEmpty()
                        && kernel.refusal(op, site).isEmpty())
                .toList();
    }

    private static List<float[]> floats(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::toFloats).toList();
    }

    /** Relative to the largest element: sums of a few dozen terms in another order. */
    private static void close(float[] expected, float[] actual, String what) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected, actual, 1e-5f * largest, what + ", seed " + SEED);
    }

    /** Where the slope is flat nothing overflows, and what is no number stays none. */
    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"NONE", "RELU"},
            mode = EnumSource.Mode.EXCLUDE)
    void slopesFarOut(Activation activation) {
        float[] x = new float[64];
        java.util.Arrays.fill(x, 1e30f);
        x[1] = -1e30f;
        x[2] = Float.NaN;
        x[3] = Float.POSITIVE_INFINITY;
        float[] ones = new float[64];
        java.util.Arrays.fill(ones, 1);
        boolean bell = activation == Activation.TANH || activation == Activation.SIGMOID;
        ActivationGradient op = new ActivationGradient(activation);
        List<Tensor> inputs = List.of(kernels.floats(Shape.of(64), x), kernels.floats(Shape.of(64), ones));
        for (Kernel<ActivationGradient> kernel : able(op, inputs)) {
            float[] dx = kernels.run(kernel, op, inputs, false).getFirst().toFloats();
            assertEquals(bell ? 0 : 1, dx[0], 1e-30, kernel.id());
            assertEquals(0, dx[1], 1e-30, kernel.id());
            assertTrue(Float.isNaN(dx[2]), kernel.id());
            assertEquals(bell ? 0 : 1, dx[3], 1e-30, kernel.id());
        }
    }

    @Test
    void aWindowsGradientGoesToTheFirstOfEqualPixelsAndToNaN() {
        MaxPool2dGradient op = new MaxPool2dGradient(MaxPool2d.square(2));
        List<Tensor> inputs = List.of(
                kernels.floats(Shape.of(1, 1, 2, 4), 3, 3, 1, Float.NaN, 3, 3, 2, 5),
                kernels.floats(Shape.of(1, 1, 1, 2), 7, 8));
        for (Kernel<MaxPool2dGradient> kernel : able(op, inputs)) {
            float[] dx = kernels.run(kernel, op, inputs, false).getFirst().toFloats();
            assertArrayEquals(new float[] {7, 0, 0, 8, 0, 0, 0, 0}, dx, kernel.id());
        }
    }

    @Test
    void idsThatAreRepeatedAddUpAndWrongOnesAreNamed() {
        EmbeddingGradient op = new EmbeddingGradient(3);
        Tensor dy = kernels.floats(Shape.of(1, 3, 2), 1, 2, 10, 20, 100, 200);
        Tensor ids = view(kernels.ints(2, 0, 2));
        float[] table = kernels.run(new ReorderedEmbeddingGradient(), op, List.of(ids, dy), true)
                .getFirst()
                .toFloats();
        assertArrayEquals(new float[] {10, 20, 0, 0, 101, 202}, table);
        Tensor wrong = view(kernels.ints(2, 0, 3));
        InvalidInput refused = assertThrows(
                InvalidInput.class, () -> kernels.run(new ReorderedEmbeddingGradient(), op, List.of(wrong, dy), false));
        assertTrue(refused.getMessage().contains("id 3 at place 2, the table has 3 rows"), refused.getMessage());
    }

    /** As one sequence // (1, seq) */
    private static Tensor view(Tensor ids) {
        return new Tensor(Shape.of(1, ids.shape().size(0)), ids.dtype(), ids.segment());
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheNumbers() {
        refused(() -> new ActivationGradient(Activation.RELU), "RELU");
        refused(() -> new EmbeddingGradient(0), "0");
        refused(() -> new NormalizationGradient(true, 0), "0.0");
        refused(() -> new Col2im(Conv2d.padded(1), Extent.square(3), 0, Extent.square(4)), "0");
    }

    private static void refused(Runnable making, String number) {
        InvalidInput refused = assertThrows(InvalidInput.class, making::run);
        assertTrue(refused.getMessage().contains(number), refused.getMessage());
    }
}
