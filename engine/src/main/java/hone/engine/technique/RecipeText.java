package hone.engine.technique;

import hone.engine.InvalidInput;
import hone.engine.graph.LayerGlob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The recipe's one text form: {@code id[=main][:knob=value]*[@layerGlob]}, comma-separated; a backslash makes the next
 * character plain. A recipe may begin with its version, {@code v1;}, which is what is meant where it is left out.
 */
final class RecipeText {
    private static final String SPECIAL = "\\,:=@;";
    private static final int LONGEST = 4096;

    private final String text;
    private int position;

    private RecipeText(String text) {
        this.text = text;
    }

    static String escape(String plain) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            if (SPECIAL.indexOf(plain.charAt(i)) >= 0) {
                escaped.append('\\');
            }
            escaped.append(plain.charAt(i));
        }
        return escaped.toString();
    }

    static List<RecipeStep> parse(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidInput("the recipe is too long", "", text.length() + " characters of at most " + LONGEST);
        }
        return new RecipeText(withoutVersion(text.strip())).steps();
    }

    private static String withoutVersion(String text) {
        int end = text.indexOf(';');
        if (end < 0 || (end > 0 && text.charAt(end - 1) == '\\')) {
            return text;
        }
        String version = text.substring(0, end);
        if (!version.equals("v" + Recipe.VERSION)) {
            throw new InvalidInput(
                    "the recipe has a version this program does not know", version, "it knows v" + Recipe.VERSION);
        }
        return text.substring(end + 1).strip();
    }

    private List<RecipeStep> steps() {
        List<RecipeStep> steps = new ArrayList<>();
        if (text.isEmpty()) {
            return steps;
        }
        do {
            steps.add(step());
        } while (take(','));
        if (position < text.length()) {
            throw wrong("'" + text.charAt(position) + "' is not expected here");
        }
        return steps;
    }

    private RecipeStep step() {
        String id = word("a technique");
        LinkedHashMap<String, String> knobs = new LinkedHashMap<>();
        if (take('=')) {
            knobs.put(Recipe.MAIN, word("a value for " + id));
        }
        while (take(':')) {
            String knob = word("a knob of " + id);
            if (!take('=')) {
                throw wrong("the knob " + knob + " of " + id + " needs = and a value");
            }
            if (knobs.putIfAbsent(knob, word("a value for " + knob)) != null) {
                throw wrong("the knob " + knob + " of " + id + " is given twice");
            }
        }
        LayerGlob layers = take('@') ? new LayerGlob(word("a layer pattern")) : LayerGlob.ALL;
        return new RecipeStep(id, knobs, layers);
    }

    private boolean take(char expected) {
        if (position < text.length() && text.charAt(position) == expected) {
            position++;
            return true;
        }
        return false;
    }

    private String word(String what) {
        StringBuilder word = new StringBuilder();
        while (position < text.length() && SPECIAL.indexOf(text.charAt(position), 1) < 0) {
            char c = text.charAt(position++);
            if (c == '\\') {
                if (position == text.length()) {
                    throw wrong("a backslash ends it");
                }
                c = text.charAt(position++);
            }
            word.append(c);
        }
        String stripped = word.toString().strip();
        if (stripped.isEmpty()) {
            throw wrong(what + " is missing");
        }
        return stripped;
    }

    private InvalidInput wrong(String why) {
        return new InvalidInput("the recipe cannot be read", "'" + text + "' at character " + (position + 1), why);
    }
}
