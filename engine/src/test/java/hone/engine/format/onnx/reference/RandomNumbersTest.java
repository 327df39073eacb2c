package hone.engine.format.onnx.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Random operators: repeatable, and distributed as their attributes say. */
class RandomNumbersTest {
    private static double[] drawn(String line) {
        NdArray result =
                (NdArray) Objects.requireNonNull(WrittenCase.of(line).run().get("out0"));
        double[] values = new double[result.count()];
        Arrays.setAll(values, result::real);
        return values;
    }

    @Test
    void aSeedSaysEveryNumber() {
        String uniform = "RandomUniform@22 shape=[4] seed=%s | | f32: 0";
        assertEquals(
                Arrays.toString(drawn(uniform.formatted("1.0"))), Arrays.toString(drawn(uniform.formatted("1.0"))));
        assertNotEquals(
                Arrays.toString(drawn(uniform.formatted("1.0"))), Arrays.toString(drawn(uniform.formatted("2.0"))));
    }

    @Test
    void uniformNumbersLieBetweenTheirEnds() {
        double[] values = drawn("RandomUniform@22 shape=[4000] low=2.0 high=6.0 seed=3.0 | | f32: 0");
        assertTrue(Arrays.stream(values).allMatch(value -> value >= 2 && value <= 6));
        // The mean of 4000 has a deviation of 4 / √12 / √4000 = 0.018
        assertEquals(4, Arrays.stream(values).average().orElseThrow(), 0.1);
    }

    @Test
    void normalNumbersHaveTheirMeanAndDeviation() {
        double[] values = drawn("RandomNormal@22 shape=[4000] mean=1.0 scale=2.0 seed=3.0 | | f32: 0");
        double mean = Arrays.stream(values).average().orElseThrow();
        double square = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        assertEquals(1, mean, 0.2);
        assertEquals(2, Math.sqrt(square), 0.15);
    }

    @Test
    void likeTakesAnothersShape() {
        assertEquals(3, drawn("RandomUniformLike@22 seed=1.0 | 3 f32: 0 0 0 | f32: 0").length);
        assertEquals(2, drawn("RandomNormalLike@22 seed=1.0 dtype=1 | 2 i32: 0 0 | f32: 0").length);
    }

    @Test
    void classesComeAsOftenAsTheirLogarithmsSay() {
        double[] values = drawn("Multinomial@22 sample_size=4000 seed=5.0 | 1x2 f32: 0 1.0986122887 | f32: 0");
        assertEquals(0.75, Arrays.stream(values).average().orElseThrow(), 0.04);
        assertEquals(
                0.25,
                Arrays.stream(drawn("Bernoulli@22 seed=5.0 | 4 f32: 0.25 0.25 0.25 0.25 | f32: 0"))
                                .max()
                                .orElseThrow()
                        * 0.25,
                0.25);
    }
}
