package hone.engine.technique;

import hone.engine.InvalidInput;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One optimization that can be switched on: it edits the model, or adds preferences for the plan. Stateless; one class
 * each, listed in {@link Techniques#ALL}. The toggle in the window, its knobs, the command line's id and the reference
 * page all derive from what is said here.
 */
public interface Technique {
    /** As recipes name it: "int8". */
    String id();

    /** For people: "INT8 weights". */
    String title();

    /** One or two sentences: what it changes, and what to expect. */
    String text();

    Stage stage();

    Set<Goal> goals();

    List<Knob> knobs();

    /** The knob whose value may be written straight after the id, as in "prune=0.7". */
    default Optional<Knob> mainKnob() {
        return Optional.empty();
    }

    /** What it takes with these knobs before it can be measured. */
    Effort effort(RecipeStep step);

    /** Why it cannot be used here; empty where it can. Looks at structure only: needs no data and no training. */
    Optional<String> refusal(Preview preview, RecipeStep step);

    /** What the setup will look like afterwards, as far as structure goes. */
    default Preview preview(Preview before, RecipeStep step) {
        return before;
    }

    /**
     * Applies it.
     *
     * @throws hone.engine.Cancelled if the work was stopped; nothing is kept then
     */
    Applied apply(Setup setup, RecipeStep step, Workbench workbench);

    /**
     * The result of a technique.
     *
     * @param setup to go on with
     * @param notes what it has to say in the report
     */
    record Applied(Setup setup, List<String> notes) {
        public Applied {
            notes = List.copyOf(notes);
        }

        static Applied of(Setup setup) {
            return new Applied(setup, List.of());
        }
    }

    /** The value of a knob in a step: the one given, or the standard one. */
    default String value(RecipeStep step, String knob) {
        Knob declared = knobs().stream()
                .filter(candidate -> candidate.id().equals(knob))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("the technique " + id() + " has no such knob", knob, ""));
        String given = step.knobs().get(knob);
        if (given == null && mainKnob().filter(declared::equals).isPresent()) {
            given = step.knobs().get(Recipe.MAIN);
        }
        return given == null ? declared.standard() : given;
    }
}
