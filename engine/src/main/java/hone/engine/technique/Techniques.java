package hone.engine.technique;

import hone.engine.InvalidInput;
import hone.engine.technique.acceleration.Fusion;
import hone.engine.technique.acceleration.Simd;
import hone.engine.technique.acceleration.Threads;
import hone.engine.technique.acceleration.ZeroSkipping;
import hone.engine.technique.compression.MagnitudePruning;
import hone.engine.technique.memory.KvCache;
import hone.engine.technique.quantization.Int8;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every technique there is, in teaching order. */
public final class Techniques {
    /** The visible list. */
    public static final List<Technique> ALL = List.of(
            new Simd(),
            new Fusion(),
            new Threads(),
            new KvCache(),
            new Int8(),
            new MagnitudePruning(),
            new ZeroSkipping());

    private Techniques() {}

    /** @throws InvalidInput if there is none of that id; the sentence lists those there are */
    public static Technique find(String id) {
        return ALL.stream()
                .filter(technique -> technique.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "there is no such technique",
                        id,
                        "the techniques are " + ALL.stream().map(Technique::id).collect(Collectors.joining(", "))));
    }

    /** The first refusal that a recipe meets on the way, with the step it concerns; empty where all of it applies. */
    public static Optional<String> refusal(Preview start, Recipe recipe) {
        Preview preview = start;
        for (RecipeStep step : recipe.steps()) {
            Technique technique = find(step.id());
            Optional<String> refusal = technique.refusal(preview, step);
            if (refusal.isPresent()) {
                return refusal;
            }
            preview = technique.preview(preview, step);
        }
        return Optional.empty();
    }

    /** The same recipe with its knobs checked, normalized and in their declared order. */
    static Recipe canonical(Recipe recipe) {
        return new Recipe(recipe.steps().stream().map(Techniques::canonical).toList());
    }

    private static RecipeStep canonical(RecipeStep step) {
        Technique technique = find(step.id());
        LinkedHashMap<String, String> given = new LinkedHashMap<>(step.knobs());
        LinkedHashMap<String, String> ordered = new LinkedHashMap<>();
        String main = given.remove(Recipe.MAIN);
        if (main != null) {
            Knob knob = technique
                    .mainKnob()
                    .orElseThrow(() -> new InvalidInput(
                            "the technique " + step.id() + " takes no value", step.toString(), "it has no main knob"));
            if (given.containsKey(knob.id())) {
                throw new InvalidInput("a knob is given twice", step.toString(), knob.id() + " is the main knob");
            }
            given.put(knob.id(), main);
        }
        for (Knob knob : technique.knobs()) {
            String value = given.remove(knob.id());
            if (value != null) {
                boolean isMain = technique.mainKnob().filter(knob::equals).isPresent();
                ordered.put(isMain ? Recipe.MAIN : knob.id(), knob.canonical(value));
            }
        }
        if (!given.isEmpty()) {
            throw new InvalidInput(
                    "the technique " + step.id() + " has no such knob",
                    given.firstEntry().getKey(),
                    technique.knobs().isEmpty()
                            ? "it has none"
                            : "it has "
                                    + technique.knobs().stream().map(Knob::id).collect(Collectors.joining(", ")));
        }
        return new RecipeStep(step.id(), ordered, step.layers());
    }
}
