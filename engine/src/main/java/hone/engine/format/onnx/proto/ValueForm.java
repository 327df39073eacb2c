package hone.engine.format.onnx.proto;

/** What kind of value goes in or out of a graph. */
public enum ValueForm {
    TENSOR,
    SEQUENCE,
    OPTIONAL,
    /** A map or a sparse tensor, which is not read. */
    OTHER
}
