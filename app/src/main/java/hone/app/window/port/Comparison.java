package hone.app.window.port;

/** What a report on show can be measured again by, beside its live figures. */
public enum Comparison {
    /** Each side in fresh processes of its own. */
    CERTIFIED,

    /** The exported model in ONNX Runtime, in turns with both sides. */
    PEER
}
