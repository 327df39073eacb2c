package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.op.attention.RollingCacheAttention;
import java.util.Optional;

/**
 * Attention to a rolling cache cut into units: one head and a block of its queries each. Before them the run's rows are
 * brought into the cache's form, behind them they go into the cache.
 */
interface RollingRun extends Prepared {
    /** Queries of a block. */
    int BLOCK = 8;

    RollingCacheAttention op();

    /** The node, for messages. */
    String node();

    KeptRows kept();

    /** Computes the output of queries {@code first} to {@code end} - 1 of one head. */
    void block(Operands operands, int head, int first, int end, int worker);

    static int seq(Operands operands) {
        return Math.toIntExact(operands.inputSize(RollingCacheAttention.QUERIES, 1));
    }

    /** Where the first query stands. */
    static int first(Operands operands) {
        return Positions.first(operands.input(RollingCacheAttention.POSITION));
    }

    /** The first position that the query at a position sees. */
    default int from(int position) {
        return Math.max(0, position - kept().window() + 1);
    }

    /** Where a head of a query, and its result, lie in bytes. */
    default long query(int row, int head) {
        return ((long) row * op().heads() + head) * kept().headDim() * Float.BYTES;
    }

    /** The head of keys that a query head looks at. */
    default int keyHead(int head) {
        return head / (op().heads() / op().kvHeads());
    }

    private static int blocks(Operands operands) {
        return (seq(operands) + BLOCK - 1) / BLOCK;
    }

    @Override
    default long units(Operands operands) {
        return (long) op().heads() * blocks(operands);
    }

    @Override
    default void begin(Operands operands) {
        Positions.check(operands.input(RollingCacheAttention.POSITION), seq(operands), op().positions(), node());
        kept().encode(operands);
    }

    @Override
    default void run(Operands operands, long from, long to, int worker) {
        int blocks = blocks(operands);
        for (long unit = from; unit < to; unit++) {
            int first = (int) (unit % blocks) * BLOCK;
            block(operands, (int) (unit / blocks), first, Math.min(first + BLOCK, seq(operands)), worker);
        }
    }

    @Override
    default void end(Operands operands) {
        kept().keep(operands);
    }

    /** What both rungs have in common beside. */
    interface Rule extends Kernel<RollingCacheAttention> {
        @Override
        default Class<RollingCacheAttention> op() {
            return RollingCacheAttention.class;
        }

        @Override
        default Optional<String> refusal(RollingCacheAttention op, Site site) {
            return op.positions() <= AttentionKernel.MOST_POSITIONS
                    ? Optional.empty()
                    : Optional.of("more than " + AttentionKernel.MOST_POSITIONS + " positions: " + op.positions());
        }

        @Override
        default long packedBytes(RollingCacheAttention op, Site site) {
            return 0;
        }
    }
}
