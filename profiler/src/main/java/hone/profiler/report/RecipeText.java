package hone.profiler.report;

/** Recipes as people read them. */
public final class RecipeText {
    private RecipeText() {}

    /** What is switched on. */
    public static String of(String recipe) {
        return recipe.isEmpty() ? "nothing switched on" : recipe;
    }

    /** The candidate, and the other side where it is not the plain baseline. */
    public static String of(String recipe, String baseline) {
        return of(recipe) + (baseline.isEmpty() ? "" : " against " + baseline);
    }
}
