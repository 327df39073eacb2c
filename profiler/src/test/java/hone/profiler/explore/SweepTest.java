package hone.profiler.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.InvalidInput;
import hone.engine.technique.Recipe;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
    private static List<String> texts(String recipe, String... axes) {
        return Sweep.points(
                        Recipe.parse(recipe),
                        16,
                        Stream.of(axes).map(Sweep.Axis::parse).toList())
                .stream()
                .map(Point::text)
                .toList();
    }

    @Test
    void knobsAndBatchesAreCombined() {
        assertEquals(
                List.of(
                        "simd,prune=0.5 at batch 1",
                        "simd,prune=0.5 at batch 8",
                        "simd,prune=0.9 at batch 1",
                        "simd,prune=0.9 at batch 8"),
                texts("simd,prune", "prune=0.5,0.9", "batch=1,8"));
        assertEquals(
                List.of("int8:activations=float32 at batch 16", "int8:activations=int8 at batch 16"),
                texts("int8", "int8:activations=float32,int8"));
        assertEquals(List.of("prune=0.5@fc1 at batch 16"), texts("prune@fc1", "prune=0.5,0.5"), "each point once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "batch",
                "batch=",
                "batch=0",
                "batch=x",
                "batch=1,,2",
                "prune=2",
                "prune=x",
                "int8=1",
                "threads=2",
                "simd=3",
                "prune:nothing=1",
                "=1"
            })
    void whatVariesNothingIsRefused(String axis) {
        assertThrows(InvalidInput.class, () -> texts("simd,prune", axis));
    }

    @Test
    void tooManyPointsAreRefused() {
        String many = "batch="
                + String.join(
                        ",",
                        Stream.iterate(1, i -> i + 1)
                                .limit(20)
                                .map(String::valueOf)
                                .toList());
        String knobs = "prune=0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.85,0.9,0.92,0.94,0.96";
        assertThrows(InvalidInput.class, () -> texts("simd,prune", many, knobs));
    }
}
