package hone.app.window.model;

import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Technique;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What a person does to a recipe in the window, each as recipe in, recipe out. */
public final class RecipeEdits {
    private RecipeEdits() {}

    /** The step of a technique, if it is on. */
    public static Optional<RecipeStep> step(Recipe recipe, String id) {
        return recipe.steps().stream().filter(step -> step.id().equals(id)).findFirst();
    }

    /** The technique on at the end, or off. */
    static Recipe toggled(Recipe recipe, String id, boolean on) {
        if (recipe.has(id) == on) {
            return recipe;
        }
        return on ? recipe.plus(RecipeStep.of(id)) : recipe.without(id);
    }

    /** One step moved by so many places, as far as the ends allow. */
    static Recipe moved(Recipe recipe, String id, int places) {
        List<RecipeStep> steps = new ArrayList<>(recipe.steps());
        int from = indexOf(recipe, id);
        if (from < 0) {
            return recipe;
        }
        int to = Math.clamp(from + places, 0, steps.size() - 1);
        steps.add(to, steps.remove(from));
        return new Recipe(Collections.unmodifiableList(steps));
    }

    /** Where a technique stands; −1 where it is off. */
    public static int indexOf(Recipe recipe, String id) {
        for (int i = 0; i < recipe.steps().size(); i++) {
            if (recipe.steps().get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** One knob of a technique turned; a value that is the standard one is left out of the recipe. */
    static Recipe turned(Recipe recipe, Technique technique, String knob, String value) {
        boolean main = technique.mainKnob().filter(k -> k.id().equals(knob)).isPresent();
        String key = main ? Recipe.MAIN : knob;
        boolean standard = technique.knobs().stream()
                .anyMatch(k -> k.id().equals(knob) && k.standard().equals(value));
        List<RecipeStep> steps = recipe.steps().stream()
                .map(step -> step.id().equals(technique.id()) ? turned(step, key, value, standard) : step)
                .toList();
        return Recipe.parse(new Recipe(steps).toString());
    }

    private static RecipeStep turned(RecipeStep step, String key, String value, boolean standard) {
        var knobs = new LinkedHashMap<>(step.knobs());
        if (standard) {
            knobs.remove(key);
        } else {
            knobs.put(key, value);
        }
        return new RecipeStep(step.id(), knobs, step.layers());
    }
}
