package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a comparison of latencies came to; faster or slower only where the ratio's interval clears the noise floor. */
public enum Verdict {
    FASTER("faster"),
    SLOWER("slower"),
    WITHIN_NOISE("within noise"),
    UNKNOWN("unknown");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** As it stands in JSON and on the screen: "within noise". */
    @JsonValue
    public String text() {
        return text;
    }
}
