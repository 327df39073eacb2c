package hone.engine.technique;

import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies a recipe's techniques to a setup, one after the other. Every prefix it has seen is kept, so switching the last
 * technique off and on again gives back the very same weights at once, whatever it took to make them.
 */
public final class Fold {
    /**
     * A recipe applied.
     *
     * @param setup to plan
     * @param notes what the techniques had to say
     */
    public record Folded(Setup setup, List<String> notes) {
        public Folded {
            notes = List.copyOf(notes);
        }
    }

    private final SetupCache cache;

    public Fold(SetupCache cache) {
        this.cache = cache;
    }

    /**
     * @param base the plain model and request
     * @throws InvalidInput if a technique does not apply, with its reason
     * @throws hone.engine.Cancelled if the work was stopped; finished prefixes are kept
     */
    public Folded fold(Setup base, Recipe recipe, Workbench workbench) {
        refuse(base, recipe, workbench);
        long batch = base.request().batch();
        Folded folded = new Folded(base, List.of());
        for (int done = 0; done < recipe.steps().size(); done++) {
            SetupCache.Key key = SetupCache.key(base, recipe.prefix(done + 1), workbench);
            Optional<Folded> kept = cache.find(key);
            if (kept.isPresent()) {
                folded = withBatch(kept.get(), batch);
            } else {
                folded = next(folded, recipe.steps().get(done), workbench);
                cache.keep(key, folded);
            }
        }
        return folded;
    }

    private static Folded next(Folded before, RecipeStep step, Workbench workbench) {
        Technique.Applied applied = Techniques.find(step.id()).apply(before.setup(), step, workbench);
        List<String> notes = new ArrayList<>(before.notes());
        notes.addAll(applied.notes());
        return new Folded(applied.setup(), notes);
    }

    private static Folded withBatch(Folded kept, long batch) {
        Setup setup = kept.setup();
        return new Folded(setup.withRequest(setup.request().withBatch(batch)), kept.notes());
    }

    private static void refuse(Setup base, Recipe recipe, Workbench workbench) {
        Preview start = new Preview(base.model().graph(), workbench.pool().size());
        Optional<String> refusal = Techniques.refusal(start, recipe);
        if (refusal.isPresent()) {
            throw new InvalidInput("this recipe does not apply", recipe.toString(), refusal.get());
        }
    }
}
