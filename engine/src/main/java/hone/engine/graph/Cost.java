package hone.engine.graph;

/**
 * What an op costs by formula, for one run at concrete shapes; derived from shapes, never counted in loops.
 *
 * @param flops 2 × multiply-adds of matrix products, convolutions and attention
 * @param elementwiseOps all other arithmetic, one for each scalar operation
 * @param bytesRead inputs, each read once
 * @param bytesWritten outputs, each written once
 */
public record Cost(long flops, long elementwiseOps, long bytesRead, long bytesWritten) {
    /** No work at all. */
    public static final Cost ZERO = new Cost(0, 0, 0, 0);

    /** Bytes read and written. */
    public long bytes() {
        return bytesRead + bytesWritten;
    }

    public Cost plus(Cost other) {
        return new Cost(
                flops + other.flops,
                elementwiseOps + other.elementwiseOps,
                bytesRead + other.bytesRead,
                bytesWritten + other.bytesWritten);
    }
}
