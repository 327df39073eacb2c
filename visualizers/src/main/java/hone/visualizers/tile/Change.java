package hone.visualizers.tile;

import java.util.Locale;

/** What a figure came to against the baseline; each has a glyph, so that no meaning rests on colour. */
public enum Change {
    BETTER("▲"),
    WORSE("▼"),
    SAME("≈"),
    UNKNOWN("?");

    private final String glyph;

    Change(String glyph) {
        this.glyph = glyph;
    }

    /** The sign that stands before the word. */
    public String glyph() {
        return glyph;
    }

    /** The name of its style class. */
    String styleClass() {
        return "change-" + name().toLowerCase(Locale.ROOT);
    }
}
