package hone.engine.technique;

import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is switched on, in order: plain data with one text form that the window, the command line, lessons and history
 * share. "simd,threads,int8,prune=0.7" is a recipe.
 *
 * @param steps applied from first to last
 */
public record Recipe(List<RecipeStep> steps) {
    /** The version of the text form. */
    public static final int VERSION = 1;

    /** The id under which a step keeps the value written straight after its technique's. */
    public static final String MAIN = "";

    /** Nothing switched on. */
    public static final Recipe NONE = new Recipe(List.of());

    public Recipe {
        steps = List.copyOf(steps);
        Set<String> seen = new HashSet<>();
        for (RecipeStep step : steps) {
            if (!seen.add(step.id() + "@" + step.layers())) {
                throw new InvalidInput("the recipe has a technique twice for the same layers", step.toString(), "");
            }
        }
    }

    /**
     * Reads the text form and brings it into its canonical shape: known techniques, knobs in their declared order and
     * within range.
     *
     * @throws InvalidInput if the text is malformed, or names a technique, knob or value that does not exist
     */
    public static Recipe parse(String text) {
        return Techniques.canonical(new Recipe(RecipeText.parse(text)));
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** Whether a technique is switched on for any layer. */
    public boolean has(String id) {
        return steps.stream().anyMatch(step -> step.id().equals(id));
    }

    /** The first {@code count} steps. */
    public Recipe prefix(int count) {
        return new Recipe(steps.subList(0, count));
    }

    /** This recipe with one more step at the end. */
    public Recipe plus(RecipeStep step) {
        List<RecipeStep> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Recipe(longer);
    }

    /** This recipe without a technique. */
    public Recipe without(String id) {
        return new Recipe(steps.stream().filter(step -> !step.id().equals(id)).toList());
    }

    /** The canonical text: parsing it gives an equal recipe. */
    @Override
    public String toString() {
        return steps.stream().map(RecipeStep::toString).collect(Collectors.joining(","));
    }
}
