package hone.engine.op.shape;

/** What a {@link Pad} puts around a value. */
public enum PadMode {
    /** One number. */
    CONSTANT,
    /** The elements as in a mirror in the middle of the outermost ones, which are not repeated. */
    REFLECT,
    /** The outermost elements again and again. */
    EDGE,
    /** The elements from the other end. */
    WRAP
}
