package hone.profiler.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.technique.Recipe;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ParetoTest {
    private static Cell cell(int batch, double nanosPerSample, long peak, long file, double accuracy) {
        return Cells.of(new Point(Recipe.NONE, batch), nanosPerSample * batch, 0.05, peak, file, accuracy);
    }

    private final Cell fast = cell(1, 100, 900, 400, 0.97);
    private final Cell small = cell(1, 300, 200, 100, 0.96);
    private final Cell good = cell(1, 300, 900, 400, 0.99);
    private final Cell beaten = cell(1, 300, 900, 400, 0.96);

    @Test
    void onlyWhatNothingBeatsInEverythingStays() {
        assertEquals(List.of(fast, small, good), Pareto.front(List.of(fast, small, good, beaten), Limits.NONE));
    }

    @Test
    void overlappingLatenciesAreEqual() {
        Cell nearly = cell(1, 104, 900, 400, 0.97);
        assertEquals(List.of(fast, nearly), Pareto.front(List.of(fast, nearly), Limits.NONE), "chance drops neither");
        assertEquals(List.of(fast), Pareto.front(List.of(fast, cell(1, 120, 900, 400, 0.97)), Limits.NONE));
        Cell otherBatch = cell(8, 101, 900, 400, 0.97);
        assertEquals(List.of(fast, otherBatch), Pareto.front(List.of(fast, otherBatch), Limits.NONE));
    }

    @Test
    void limitsAreKeptByTheUncertainEnd() {
        Limits latency =
                new Limits(OptionalDouble.of(104), OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty());
        assertEquals(List.of(), Pareto.front(List.of(fast, small), latency), "100 give or take 5 may be above 104");
        Limits size =
                new Limits(OptionalDouble.empty(), OptionalLong.of(200), OptionalLong.of(100), OptionalDouble.of(0.95));
        assertEquals(List.of(small), Pareto.front(List.of(fast, small, good), size));
        Limits quality =
                new Limits(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.of(0.98));
        assertEquals(List.of(good), Pareto.front(List.of(fast, small, good), quality));
        assertEquals(List.of("its accuracy is 0.9700"), quality.broken(fast));
    }
}
