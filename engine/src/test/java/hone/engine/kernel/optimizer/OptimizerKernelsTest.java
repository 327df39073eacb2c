package hone.engine.kernel.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.KernelRun;
import hone.engine.op.optimizer.AdamStep;
import hone.engine.op.optimizer.SgdStep;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three steps of each optimizer against the formulas in doubles, on awkward sizes; SIMD against plain to the bit. */
class OptimizerKernelsTest {
    private static final float RATE = 0.01f;
    private static final int STEPS = 3;

    @AutoClose
    private final KernelRun kernels = new KernelRun();

    private static float[] random(int size, int stream, int index) {
        CounterRandom random = new CounterRandom(5, stream, index);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** The states after three steps: parameter first, then the moments. */
    private <O extends Op> List<float[]> steps(Kernel<O> kernel, O op, int size, int moments, boolean apart) {
        Shape shape = Shape.of(size);
        Tensor parameter = kernels.floats(shape, random(size, 1, 0));
        List<Tensor> states = new ArrayList<>();
        for (int i = 0; i < moments; i++) {
            states.add(kernels.zeros(shape));
        }
        for (int step = 1; step <= STEPS; step++) {
            List<Tensor> inputs = new ArrayList<>(List.of(parameter, kernels.floats(shape, random(size, 2, step))));
            inputs.addAll(states);
            inputs.add(kernels.floats(Shape.of(1), RATE));
            if (op instanceof AdamStep) {
                inputs.add(kernels.ints(step));
            }
            kernels.run(kernel, op, inputs, apart);
        }
        states.addFirst(parameter);
        return states.stream().map(Tensor::toFloats).toList();
    }

    @ParameterizedTest
    @CsvSource({"1,false,0", "13,true,0", "207,true,0.1", "4098,false,0.1", "8193,true,0.01"})
    void sgdFollowsItsFormula(int size, boolean nesterov, float decay) {
        SgdStep op = new SgdStep(0.9f, nesterov, decay);
        List<float[]> got = steps(new ReorderedSgdStep(), op, size, 1, false);
        for (int i : new int[] {0, size / 2, size - 1}) {
            double p = random(size, 1, 0)[i];
            double v = 0;
            for (int step = 1; step <= STEPS; step++) {
                double d = random(size, 2, step)[i] + decay * p;
                v = 0.9f * v + d;
                p -= RATE * (nesterov ? d + 0.9f * v : v);
            }
            assertEquals(p, got.get(0)[i], 1e-6 * (1 + Math.abs(p)));
            assertEquals(v, got.get(1)[i], 1e-6 * (1 + Math.abs(v)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0", "13,0.1", "207,0", "4098,0.1"})
    void adamFollowsItsFormula(int size, float decay) {
        AdamStep op = new AdamStep(0.9f, 0.999f, 1e-8f, decay);
        List<float[]> got = steps(new ReorderedAdamStep(), op, size, 2, false);
        for (int i : new int[] {0, size / 2, size - 1}) {
            double p = random(size, 1, 0)[i];
            double m = 0;
            double v = 0;
            for (int step = 1; step <= STEPS; step++) {
                double g = random(size, 2, step)[i];
                m = 0.9f * m + (1 - 0.9f) * g;
                v = 0.999f * v + (1 - 0.999f) * g * g;
                double root = Math.sqrt(v / (1 - Math.pow(0.999f, step))) + 1e-8;
                p -= RATE * (m / (1 - Math.pow(0.9f, step)) / root + decay * p);
            }
            assertEquals(p, got.get(0)[i], 2e-6 * (1 + Math.abs(p)));
            assertEquals(m, got.get(1)[i], 1e-6 * (1 + Math.abs(m)));
            assertEquals(v, got.get(2)[i], 1e-6 * (1 + Math.abs(v)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 207, 4098, 8193})
    void vectorsAndUnitsApartGiveTheSameBits(int size) {
        for (boolean nesterov : new boolean[] {false, true}) {
            SgdStep sgd = new SgdStep(0.9f, nesterov, 0.01f);
            List<float[]> plain = steps(new ReorderedSgdStep(), sgd, size, 1, false);
            assertSame(plain, steps(new SimdSgdStep(), sgd, size, 1, false));
            assertSame(plain, steps(new SimdSgdStep(), sgd, size, 1, true));
            assertSame(plain, steps(new ReorderedSgdStep(), sgd, size, 1, true));
        }
        AdamStep adam = new AdamStep(0.9f, 0.999f, 1e-8f, 0.01f);
        List<float[]> plain = steps(new ReorderedAdamStep(), adam, size, 2, false);
        assertSame(plain, steps(new SimdAdamStep(), adam, size, 2, false));
        assertSame(plain, steps(new SimdAdamStep(), adam, size, 2, true));
    }

    private static void assertSame(List<float[]> expected, List<float[]> got) {
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), got.get(i));
        }
    }

    /** Adam's first step has the learning rate's size whatever the gradient's. */
    @Test
    void adamsFirstStepIsTheLearningRate() {
        Tensor parameter = kernels.zeros(Shape.of(2));
        List<Tensor> inputs = List.of(
                parameter,
                kernels.floats(Shape.of(2), 1e-3f, -1e3f),
                kernels.zeros(Shape.of(2)),
                kernels.zeros(Shape.of(2)),
                kernels.floats(Shape.of(1), RATE),
                kernels.ints(1));
        kernels.run(new SimdAdamStep(), new AdamStep(0.9f, 0.999f, 1e-8f, 0), inputs, false);
        assertEquals(-RATE, parameter.getFloat(0), 1e-6);
        assertEquals(RATE, parameter.getFloat(1), 1e-6);
    }
}
