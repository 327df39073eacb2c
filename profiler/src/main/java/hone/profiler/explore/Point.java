package hone.profiler.explore;

import hone.engine.technique.Recipe;
import hone.profiler.report.RecipeText;

/**
 * One setting of an exploration.
 *
 * @param recipe of the candidate
 * @param batch samples per inference
 */
public record Point(Recipe recipe, int batch) {
    /** "simd,int8 at batch 64". */
    public String text() {
        return RecipeText.of(recipe.toString()) + " at batch " + batch;
    }
}
