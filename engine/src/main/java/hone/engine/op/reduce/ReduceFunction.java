package hone.engine.op.reduce;

/** What a {@link Reduce} makes of many numbers. */
public enum ReduceFunction {
    SUM,
    MEAN,
    MAX,
    MIN,
    PRODUCT,
    /** The sum of the absolute values. */
    L1,
    /** The root of the sum of squares. */
    L2,
    SUM_OF_SQUARES,
    /** The logarithm of the sum. */
    LOG_SUM,
    /** The logarithm of the sum of the exponentials. */
    LOG_SUM_EXP
}
