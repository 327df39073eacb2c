package hone.engine.technique;

/** Where on the optimization journey a technique stands, in teaching order. */
public enum Stage {
    ACCELERATION("Acceleration"),
    MEMORY("Memory"),
    QUANTIZATION("Quantization"),
    COMPRESSION("Compression");

    private final String text;

    Stage(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
