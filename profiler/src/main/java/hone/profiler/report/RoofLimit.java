package hone.profiler.report;

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

    public String text() {
        return text;
    }
}
