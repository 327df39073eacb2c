package hone.engine.technique;

import hone.engine.graph.LayerGlob;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One thing that is switched on, with its knobs, for the layers a pattern matches.
 *
 * @param id of the technique
 * @param knobs the values given, by knob id; those not given keep their standard. The empty id is the main knob
 * @param layers which layers it is for
 */
public record RecipeStep(String id, SequencedMap<String, String> knobs, LayerGlob layers) {
    public RecipeStep {
        knobs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(knobs));
    }

    /** The technique with its standard knobs, for all layers. */
    public static RecipeStep of(String id) {
        return new RecipeStep(id, new LinkedHashMap<>(), LayerGlob.ALL);
    }

    /** The same step with one knob turned. */
    public RecipeStep with(String knob, String value) {
        LinkedHashMap<String, String> turned = new LinkedHashMap<>(knobs);
        turned.put(knob, value);
        return new RecipeStep(id, turned, layers);
    }

    public RecipeStep on(LayerGlob other) {
        return new RecipeStep(id, knobs, other);
    }

    /** The canonical text of this step: "prune=0.7@fc*". */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(RecipeText.escape(id));
        String main = knobs.get(Recipe.MAIN);
        if (main != null) {
            text.append('=').append(RecipeText.escape(main));
        }
        for (Map.Entry<String, String> knob : knobs.entrySet()) {
            if (!knob.getKey().equals(Recipe.MAIN)) {
                text.append(':')
                        .append(RecipeText.escape(knob.getKey()))
                        .append('=')
                        .append(RecipeText.escape(knob.getValue()));
            }
        }
        if (!layers.equals(LayerGlob.ALL)) {
            text.append('@').append(RecipeText.escape(layers.text()));
        }
        return text.toString();
    }
}
