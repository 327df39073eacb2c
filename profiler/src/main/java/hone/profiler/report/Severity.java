package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonValue;

/** How much a finding matters. */
public enum Severity {
    /** Good to know. */
    NOTE("note"),
    /** It costs speed, or makes figures worth less. */
    WARNING("warning"),
    /** It is why the recipe does not do what it was switched on for. */
    CAUSE("cause");

    private final String text;

    Severity(String text) {
        this.text = text;
    }

    /** As it stands in JSON and on the screen. */
    @JsonValue
    public String text() {
        return text;
    }
}
