package hone.engine.technique;

/** What a technique takes before it can be measured. */
public enum Effort {
    INSTANT("instant"),
    CALIBRATES("calibrates"),
    TRAINS("trains");

    private final String text;

    Effort(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
