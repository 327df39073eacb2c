package hone.engine.technique;

/** What people want when they reach for a technique. */
public enum Goal {
    FASTER("faster"),
    SMALLER("smaller"),
    LESS_MEMORY("less memory");

    private final String text;

    Goal(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
