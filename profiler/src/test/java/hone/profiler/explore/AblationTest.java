package hone.profiler.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import hone.engine.technique.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class AblationTest {
    private static SequencedMap<Point, Cell> cells(Ablation ablation, ToDoubleFunction<Recipe> speedup) {
        SequencedMap<Point, Cell> cells = new LinkedHashMap<>();
        for (Point point : ablation.points()) {
            cells.put(point, Cells.of(point, speedup.applyAsDouble(point.recipe()), 0.01));
        }
        return cells;
    }

    private static Effect of(List<Effect> effects, String... techniques) {
        return effects.stream()
                .filter(effect -> effect.techniques().equals(List.of(techniques)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyCombinationIsAPointInTheRecipesOrder() {
        Ablation ablation = new Ablation(Recipe.parse("simd,threads,int8"), 8);
        assertEquals(
                List.of(
                        "",
                        "simd",
                        "threads",
                        "simd,threads",
                        "int8",
                        "simd,int8",
                        "threads,int8",
                        "simd,threads,int8"),
                ablation.points().stream()
                        .map(point -> point.recipe().toString())
                        .toList());
        assertThrows(InvalidInput.class, () -> new Ablation(Recipe.NONE, 8));
        InvalidInput thrown = assertThrows(
                InvalidInput.class,
                () -> new Ablation(Recipe.parse("simd,fuse,threads,int8,prune,skip-zeros,simd@fc1"), 8));
        assertTrue(thrown.getMessage().contains("128 trials"), thrown.getMessage());
    }

    /** simd 4×, threads 1.5×, and together only 5× instead of 6×: by hand, each effect is an average over the other. */
    @Test
    void effectsAndInteractionsAreThoseOfAFactorial() {
        Ablation ablation = new Ablation(Recipe.parse("simd,threads"), 8);
        List<Effect> effects = ablation.effects(cells(
                ablation,
                recipe -> recipe.has("simd") && recipe.has("threads")
                        ? 5
                        : recipe.has("simd") ? 4 : recipe.has("threads") ? 1.5 : 1));
        assertEquals(Math.sqrt(4 * (5 / 1.5)), of(effects, "simd").factor(), 1e-9);
        assertEquals(Math.sqrt(1.5 * (5 / 4.0)), of(effects, "threads").factor(), 1e-9);
        assertEquals(5 / 6.0, of(effects, "simd", "threads").factor(), 1e-9);
        assertTrue(effects.stream().allMatch(Effect::significant), effects.toString());
        assertEquals(2, of(effects, "simd").contrasts());
        assertTrue(of(effects, "simd").low() < of(effects, "simd").factor());
        assertEquals(List.of("simd"), effects.getFirst().techniques(), "the larger main effect first");
    }

    @Test
    void whatWasNotMeasuredIsLeftOutOfTheAverages() {
        Ablation ablation = new Ablation(Recipe.parse("simd,threads"), 8);
        SequencedMap<Point, Cell> cells = cells(ablation, recipe -> recipe.has("simd") ? 4 : 1);
        cells.remove(new Point(Recipe.parse("simd,threads"), 8));
        List<Effect> effects = ablation.effects(cells);
        assertEquals(1, of(effects, "simd").contrasts());
        assertEquals(4, of(effects, "simd").factor(), 1e-9);
        assertEquals(2, effects.size(), "no interaction without its fourth cell");
        cells.remove(new Point(Recipe.NONE, 8));
        assertEquals(List.of(), ablation.effects(cells));
    }

    /**
     * Techniques that do nothing: seven effects of three techniques, measured with the error that the intervals say. No more
     * than 5 in 100 ablations may flag any of them; the number of flags has a 99.9 % bound of its own.
     */
    @Test
    void anAblationOfNothingIsQuiet() {
        Ablation ablation = new Ablation(Recipe.parse("simd,threads,int8"), 8);
        int runs = 2_000;
        int flagged = 0;
        for (int run = 0; run < runs; run++) {
            CounterRandom random = new CounterRandom(20261126, 7, run);
            SequencedMap<Point, Cell> cells = cells(ablation, _ -> 1.0);
            double error = cells.firstEntry().getValue().logError();
            cells.replaceAll((point, _) -> Cells.of(point, Math.exp(error * random.nextGaussian()), 0.01));
            flagged += ablation.effects(cells).stream().anyMatch(Effect::significant) ? 1 : 0;
        }
        double rate = (double) flagged / runs;
        assertTrue(rate <= 0.065, "flagged " + rate + " of the ablations, seed 20261126");
        assertTrue(rate > 0.02, "so few flags mean that nothing would ever be found: " + rate);
    }

    @Test
    void anEffectOfFivePerCentIsFoundWhereTheErrorIsOne() {
        Ablation ablation = new Ablation(Recipe.parse("simd,threads,int8"), 8);
        List<Effect> effects = ablation.effects(cells(ablation, recipe -> recipe.has("int8") ? 1.05 : 1));
        assertTrue(of(effects, "int8").significant());
        assertFalse(of(effects, "simd").significant());
    }
}
