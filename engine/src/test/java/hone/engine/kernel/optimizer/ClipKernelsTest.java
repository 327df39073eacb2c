package hone.engine.kernel.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.kernel.KernelRun;
import hone.engine.op.optimizer.Accumulate;
import hone.engine.op.optimizer.ClipFactor;
import hone.engine.op.optimizer.Scale;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clipping by the norm of all gradients together. */
@Tag("kernels")
class ClipKernelsTest {
    @AutoClose
    private final KernelRun kernels = new KernelRun();

    private float factor(float limit, boolean apart, Tensor... gradients) {
        return kernels.run(new ReorderedClipFactor(), new ClipFactor(limit), List.of(gradients), apart)
                .getFirst()
                .getFloat(0);
    }

    /** The norm of (3), (0, 4) and (12) is 13. */
    @Test
    void onlyALongerGradientIsScaledAndAllOfItAlike() {
        Tensor[] gradients = {
            kernels.floats(Shape.of(1), 3), kernels.floats(Shape.of(1, 2), 0, -4), kernels.floats(Shape.of(1), 12)
        };
        assertEquals(1, factor(13, false, gradients));
        assertEquals(1, factor(100, false, gradients));
        assertEquals(0.5f, factor(6.5f, true, gradients));
        assertTrue(Float.isNaN(factor(1, false, kernels.floats(Shape.of(1), Float.NaN))));
    }

    @Test
    void awkwardSizesInAnyOrder() {
        Tensor[] gradients = new Tensor[5];
        double squares = 0;
        int[] sizes = {1, 3, 13, 207, 4098};
        for (int i = 0; i < sizes.length; i++) {
            CounterRandom random = new CounterRandom(1, 2, i);
            gradients[i] = kernels.zeros(Shape.of(sizes[i]));
            for (int e = 0; e < sizes[i]; e++) {
                gradients[i].setFloat(e, (float) random.nextGaussian());
                squares += Math.pow(gradients[i].getFloat(e), 2);
            }
        }
        assertEquals(2 / Math.sqrt(squares), factor(2, false, gradients), 1e-8);
        assertEquals(factor(2, false, gradients), factor(2, true, gradients));
    }

    @Test
    void scaling() {
        Tensor x = kernels.floats(Shape.of(3), 1, -2, Float.NaN);
        float[] y = kernels.run(new ReorderedScale(), new Scale(), List.of(x, kernels.floats(Shape.of(1), 0.5f)), false)
                .getFirst()
                .toFloats();
        assertArrayEquals(new float[] {0.5f, -1, Float.NaN}, y);
    }

    @Test
    void accumulatingAddsInPlace() {
        for (int size : new int[] {1, 13, 207, 4098, 8193}) {
            Tensor sum = kernels.zeros(Shape.of(size));
            Tensor gradient = kernels.zeros(Shape.of(size));
            for (int i = 0; i < size; i++) {
                sum.setFloat(i, i);
                gradient.setFloat(i, 0.5f * i + 1);
            }
            kernels.run(new ReorderedAccumulate(), new Accumulate(), List.of(sum, gradient), false);
            for (int i = 0; i < size; i++) {
                assertEquals(i + (0.5f * i + 1), sum.getFloat(i), "of " + size);
            }
        }
    }

    @Test
    void aLimitOfNothingIsRefused() {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> new ClipFactor(0));
        assertTrue(refused.getMessage().contains("0.0"), refused.getMessage());
    }
}
