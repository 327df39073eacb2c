package hone.engine.op.elementwise;

/** The functions of two numbers that a {@link Binary} computes. */
public enum BinaryFunction {
    ADD,
    SUB,
    MUL,
    DIV,
    POW,
    MIN,
    MAX,
    /** The rest of a division that is rounded down, with the divisor's sign. */
    MOD,
    /** The first number where it is at least 0, else its product with the second. */
    PRELU,
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    AND,
    OR,
    XOR;

    /** Whether it is a question about two numbers, with a truth value for an answer. */
    public boolean compares() {
        return switch (this) {
            case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            default -> false;
        };
    }

    /** Whether it takes two truth values. */
    public boolean logical() {
        return this == AND || this == OR || this == XOR;
    }
}
