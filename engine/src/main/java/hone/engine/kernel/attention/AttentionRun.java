package hone.engine.kernel.attention;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.op.attention.ScaledDotProduct;

/**
 * Attention cut into units: one head of one sample and a block of its queries each. The blocks of a head follow one
 * another, so that a thread which takes several finds the head's keys and values in its cache.
 */
interface AttentionRun extends Prepared {
    ScaledDotProduct op();

    /** The node, for messages. */
    String node();

    /** Queries of a block. */
    int blockRows(Operands operands);

    /** Computes the output of queries {@code first} to {@code end} - 1 of one head of one sample. */
    void block(Operands operands, long sample, int head, int first, int end, int worker);

    @Override
    default long units(Operands operands) {
        return HeadGeometry.batch(operands) * op().heads() * blocks(operands);
    }

    @Override
    default void begin(Operands operands) {
        HeadGeometry.check(op(), operands, node());
    }

    @Override
    default void run(Operands operands, long from, long to, int worker) {
        int blocks = blocks(operands);
        int rows = blockRows(operands);
        int seq = HeadGeometry.seq(operands);
        for (long unit = from; unit < to; unit++) {
            long head = unit / blocks;
            int first = (int) (unit % blocks) * rows;
            block(
                    operands,
                    head / op().heads(),
                    (int) (head % op().heads()),
                    first,
                    Math.min(first + rows, seq),
                    worker);
        }
    }

    private int blocks(Operands operands) {
        int rows = blockRows(operands);
        return (HeadGeometry.seq(operands) + rows - 1) / rows;
    }
}
