package hone.engine.graph;

import hone.engine.InvalidInput;
import java.util.regex.Pattern;

/**
 * A pattern over dotted layer paths: {@code *} stands for any run of characters, {@code ?} for one, everything else for
 * itself. "block.*.attention" matches the attention of every block.
 *
 * @param text the pattern as written
 */
public record LayerGlob(String text) {
    /** Matches every layer. */
    public static final LayerGlob ALL = new LayerGlob("*");

    public LayerGlob {
        if (text.isEmpty() || text.length() > 256) {
            throw new InvalidInput("a layer pattern must have 1 to 256 characters", "@" + text, "");
        }
    }

    public boolean matches(String layer) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        }
        return Pattern.matches(regex.toString(), layer);
    }

    @Override
    public String toString() {
        return text;
    }
}
