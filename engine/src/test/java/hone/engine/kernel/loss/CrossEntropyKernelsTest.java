package hone.engine.kernel.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.kernel.KernelRun;
import hone.engine.op.loss.CrossEntropy;
import hone.engine.op.loss.CrossEntropyGradient;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossEntropyKernelsTest {
    @AutoClose
    private final KernelRun kernels = new KernelRun();

    private float loss(Tensor logits, Tensor labels, boolean apart) {
        return kernels.run(new ReorderedCrossEntropy(), new CrossEntropy(), List.of(logits, labels), apart)
                .getFirst()
                .getFloat(0);
    }

    private float[] gradient(Tensor logits, Tensor labels, float upstream, boolean apart) {
        Tensor scale = kernels.floats(Shape.of(1), upstream);
        return kernels.run(
                        new ReorderedCrossEntropyGradient(),
                        new CrossEntropyGradient(),
                        List.of(logits, labels, scale),
                        apart)
                .getFirst()
                .toFloats();
    }

    private Tensor logits(int rows, int classes) {
        CounterRandom random = new CounterRandom(rows, 1, classes);
        float[] values = new float[rows * classes];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (4 * random.nextGaussian());
        }
        return kernels.floats(Shape.of(rows, classes), values);
    }

    private Tensor labels(int rows, int classes) {
        CounterRandom random = new CounterRandom(rows, 2, classes);
        int[] values = new int[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = random.nextInt(classes);
        }
        return kernels.ints(values);
    }

    /** The textbook's −log(softmax), which is right as long as nothing overflows. */
    private static double naiveLoss(float[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        double loss = 0;
        for (int row = 0; row < labels.length; row++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logits[row * classes + c]);
            }
            loss -= Math.log(Math.exp(logits[row * classes + labels[row]]) / sum);
        }
        return loss / labels.length;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,10", "13,10", "207,3", "4098,10", "7,1001"})
    void agreesWithTheTextbook(int rows, int classes) {
        Tensor logits = logits(rows, classes);
        Tensor labels = labels(rows, classes);
        int[] classOf = labels.segment().toArray(java.lang.foreign.ValueLayout.JAVA_INT);
        double expected = naiveLoss(logits.toFloats(), classOf);
        assertEquals(expected, loss(logits, labels, false), 1e-6 * (1 + expected));
        assertEquals(loss(logits, labels, false), loss(logits, labels, true), "units apart");
        assertArrayEquals(gradient(logits, labels, 1, false), gradient(logits, labels, 1, true), "units apart");
    }

    @Test
    void aRowOfTheGradientSumsToZeroAndScalesWithTheUpstreamGradient() {
        Tensor logits = logits(5, 10);
        Tensor labels = labels(5, 10);
        float[] gradient = gradient(logits, labels, 1, false);
        float[] doubled = gradient(logits, labels, 2, false);
        for (int row = 0; row < 5; row++) {
            double sum = 0;
            for (int c = 0; c < 10; c++) {
                sum += gradient[row * 10 + c];
                assertEquals(2 * gradient[row * 10 + c], doubled[row * 10 + c]);
            }
            assertEquals(0, sum, 1e-7);
        }
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        Tensor logits = kernels.floats(Shape.of(2, 3), 1e4f, -1e4f, 0, 3e38f, 0, -3e38f);
        assertEquals(1e4f, loss(logits, kernels.ints(2, 0), false) * 2);
        float[] gradient = gradient(logits, kernels.ints(2, 0), 1, false);
        assertArrayEquals(new float[] {0.5f, 0, -0.5f, 0, 0, 0}, gradient);
    }

    /** With a probability of 1 − 10⁻¹², a softmax in float32 would give a loss of exactly 0. */
    @Test
    void aWellLearntSampleKeepsItsSmallLoss() {
        Tensor logits = kernels.floats(Shape.of(1, 2), 27.631f, 0);
        double expected = Math.log1p(Math.exp(-(double) 27.631f));
        assertEquals(expected, loss(logits, kernels.ints(0), false), 1e-3 * expected);
    }

    @Test
    void aNotANumberIsSeenInTheLoss() {
        Tensor logits = kernels.floats(Shape.of(1, 3), 1, Float.NaN, 2);
        assertTrue(Float.isNaN(loss(logits, kernels.ints(0), false)));
    }

    @Test
    void aLabelWithoutLogitIsRefused() {
        Tensor logits = kernels.zeros(Shape.of(2, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> loss(logits, kernels.ints(3, 0), false));
        assertThrows(IndexOutOfBoundsException.class, () -> gradient(logits, kernels.ints(0, -1), 1, false));
    }
}
