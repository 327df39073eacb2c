package hone.engine.kernel.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.kernel.KernelRun;
import hone.engine.op.loss.MeanSquaredError;
import hone.engine.op.loss.MeanSquaredErrorGradient;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanSquaredErrorKernelsTest {
    @AutoClose
    private final KernelRun kernels = new KernelRun();

    private static float[] normal(int rows, int width, long stream) {
        CounterRandom random = new CounterRandom(rows, stream, width);
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (100 * random.nextGaussian());
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"1,1,false", "13,1,true", "207,3,false", "207,3,true"})
    void theDefinition(int rows, int width, boolean apart) {
        float[] predictions = normal(rows, width, 1);
        float[] targets = normal(rows, width, 2);
        double mean = 0;
        for (int i = 0; i < predictions.length; i++) {
            mean += Math.pow((double) predictions[i] - targets[i], 2) / predictions.length;
        }
        Tensor p = kernels.floats(Shape.of(rows, width), predictions);
        Tensor t = kernels.floats(Shape.of(rows, width), targets);
        float loss = kernels.run(new ReorderedMeanSquaredError(), new MeanSquaredError(), List.of(p, t), apart)
                .getFirst()
                .getFloat(0);
        assertEquals(mean, loss, 1e-6 * mean);
        Tensor upstream = kernels.floats(Shape.of(1), 0.5f);
        float[] gradient = kernels.run(
                        new ReorderedMeanSquaredErrorGradient(),
                        new MeanSquaredErrorGradient(),
                        List.of(p, t, upstream),
                        apart)
                .getFirst()
                .toFloats();
        for (int i = 0; i < gradient.length; i++) {
            double expected = ((double) predictions[i] - targets[i]) / predictions.length;
            assertEquals(expected, gradient[i], 1e-6 * Math.abs(expected));
        }
    }
}
