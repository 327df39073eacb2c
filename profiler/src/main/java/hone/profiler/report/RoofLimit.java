package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which of the machine's roofs an op can reach first. */
public enum RoofLimit {
    ARITHMETIC("arithmetic"),
    MEMORY("memory"),
    NEITHER("neither: far below both"),
    TOO_SHORT("too short to judge");

    private final String text;

    RoofLimit(String text) {
        this.text = text;
    }

    /** As it stands in JSON: "too-short". */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String text() {
        return text;
    }
}
