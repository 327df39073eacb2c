package hone.engine.op.elementwise;

/** The functions of one number that a {@link Unary} computes; α and β are its parameters. */
public enum UnaryFunction {
    ABS,
    NEG,
    SIGN,
    CEIL,
    FLOOR,
    /** To the nearest whole number, halves to the even one. */
    ROUND,
    SQRT,
    EXP,
    LOG,
    RECIPROCAL,
    SIN,
    COS,
    ERF,
    /** ln(1 + e^x). */
    SOFTPLUS,
    /** x / (1 + |x|). */
    SOFTSIGN,
    /** x · tanh(softplus x) (Misra, 2019). */
    MISH,
    /** x · clip(x / 6 + 1/2, 0, 1). */
    HARD_SWISH,
    /** x where it is at least 0, else α x. */
    LEAKY_RELU,
    /** x where it is at least 0, else α (e^x − 1) (Clevert et al., 2015). */
    ELU,
    /** β x where it is above 0, else β α (e^x − 1) (Klambauer et al., 2017). */
    SELU,
    /** max(0, x) + min(0, α (e^(x/α) − 1)). */
    CELU,
    /** x where it is above α, else 0. */
    THRESHOLDED_RELU,
    /** x + β where it is below −α, x − β where it is above α, else 0. */
    SHRINK,
    /** clip(α x + β, 0, 1). */
    HARD_SIGMOID,
    /** x / (1 + e^(−α x)). */
    SWISH,
    /** x, but at least α and at most β; what float32 cannot hold is no bound. */
    CLIP
}
