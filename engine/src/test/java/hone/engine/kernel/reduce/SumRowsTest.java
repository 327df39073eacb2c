package hone.engine.kernel.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.kernel.KernelRun;
import hone.engine.op.reduce.SumRows;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumRowsTest {
    @ParameterizedTest
    @CsvSource({"1,1", "1,13", "13,1", "207,64", "64,65", "4098,3", "3,4098"})
    void agreesWithSumsInDoubles(int rows, int columns) {
        try (KernelRun kernels = new KernelRun()) {
            CounterRandom random = new CounterRandom(1, rows, columns);
            float[] values = new float[rows * columns];
            double[] sums = new double[columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
                sums[i % columns] += values[i];
            }
            Tensor x = kernels.floats(Shape.of(rows, columns), values);
            float[] got = kernels.run(new ReorderedSumRows(), new SumRows(), List.of(x), false)
                    .getFirst()
                    .toFloats();
            for (int j = 0; j < columns; j++) {
                assertEquals(sums[j], got[j], 1e-6 * rows);
            }
            float[] apart = kernels.run(new ReorderedSumRows(), new SumRows(), List.of(x), true)
                    .getFirst()
                    .toFloats();
            assertArrayEquals(got, apart, "units apart");
        }
    }

    @ParameterizedTest
    @CsvSource({"7", "100"})
    void allDimensionsButTheLastAreSummed(int columns) {
        try (KernelRun kernels = new KernelRun()) {
            float[] ones = new float[2 * 3 * columns];
            java.util.Arrays.fill(ones, 1);
            Tensor x = kernels.floats(Shape.of(2, 3, columns), ones);
            float[] sums = kernels.run(new ReorderedSumRows(), new SumRows(), List.of(x), false)
                    .getFirst()
                    .toFloats();
            assertEquals(columns, sums.length);
            assertEquals(6, sums[columns - 1]);
        }
    }
}
