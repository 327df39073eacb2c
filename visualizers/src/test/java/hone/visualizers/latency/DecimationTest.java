package hone.visualizers.latency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is thinned keeps its outline. */
class DecimationTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 13, 207, 4098, 100_000})
    void everyColumnKeepsItsExtremesAndAtMostTwoPoints(int n) {
        Points points = noise(n);
        int columns = 97;
        Points thin = Decimation.minMax(points, 0, 1, columns);
        assertTrue(thin.size() <= 2 * columns);
        for (int column = 0; column < columns; column++) {
            double[] before = column(points, column, columns);
            double[] after = column(thin, column, columns);
            assertTrue(after.length <= 2);
            assertEquals(before.length > 0, after.length > 0);
            if (before.length > 0) {
                assertEquals(
                        Arrays.stream(before).min().orElseThrow(),
                        Arrays.stream(after).min().orElseThrow());
                assertEquals(
                        Arrays.stream(before).max().orElseThrow(),
                        Arrays.stream(after).max().orElseThrow());
            }
        }
    }

    @Test
    void orderInTimeIsKept() {
        Points thin = Decimation.minMax(noise(5_000), 0, 1, 50);
        for (int i = 1; i < thin.size(); i++) {
            assertTrue(thin.xs()[i] > thin.xs()[i - 1]);
        }
    }

    @Test
    void fewPointsPassUntouchedAndThoseOutsideAreDropped() {
        var few = new Points(new double[] {-1, 0.1, 0.5, 0.9, 2}, new double[] {9, 1, 2, 3, 9});
        assertArrayEquals(
                new double[] {1, 2, 3}, Decimation.minMax(few, 0, 1, 300).ys());
        assertEquals(0, Decimation.minMax(few, 0, 0, 300).size());
        assertEquals(0, Decimation.minMax(few, 0, 1, 0).size());
    }

    private static Points noise(int n) {
        var random = new Random(n);
        double[] xs = new double[n];
        double[] ys = new double[n];
        for (int i = 0; i < n; i++) {
            xs[i] = (i + 0.5) / n;
            ys[i] = random.nextGaussian();
        }
        return new Points(xs, ys);
    }

    private static double[] column(Points points, int column, int columns) {
        double[] found = new double[points.size()];
        int n = 0;
        for (int i = 0; i < points.size(); i++) {
            if (Math.min((int) (points.xs()[i] * columns), columns - 1) == column) {
                found[n++] = points.ys()[i];
            }
        }
        return Arrays.copyOf(found, n);
    }
}
