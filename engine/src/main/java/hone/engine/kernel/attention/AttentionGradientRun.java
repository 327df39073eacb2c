package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.AttentionGradient;
import java.util.Optional;

/**
 * Attention's gradient cut into units: one head of keys of one sample each, with all query heads that share it, one after
 * the other. So no two threads add to one key's gradient, and the order of the additions is always the same.
 */
interface AttentionGradientRun extends Prepared {
    /** Outputs of the op. */
    int DQ = 0;

    int DK = 1;
    int DV = 2;

    /** The attention it differentiates. */
    Attention of();

    /** The node, for messages. */
    String node();

    /**
     * Adds what one query head gives to its head of keys, and writes its own gradient.
     *
     * @param first whether it is the first of those that share the head of keys, whose gradients are still unwritten
     * @param last whether it is the last of them
     */
    void head(Operands operands, long sample, int head, boolean first, boolean last, int worker);

    @Override
    default long units(Operands operands) {
        return HeadGeometry.batch(operands) * of().kvHeads();
    }

    @Override
    default void begin(Operands operands) {
        HeadGeometry.check(of(), operands, node());
    }

    @Override
    default void run(Operands operands, long from, long to, int worker) {
        int group = of().heads() / of().kvHeads();
        for (long unit = from; unit < to; unit++) {
            int start = (int) (unit % of().kvHeads()) * group;
            for (int head = start; head < start + group; head++) {
                head(operands, unit / of().kvHeads(), head, head == start, head == start + group - 1, worker);
            }
        }
    }

    /** What both rungs have in common beside. */
    interface Rule extends Kernel<AttentionGradient> {
        @Override
        default Class<AttentionGradient> op() {
            return AttentionGradient.class;
        }

        @Override
        default long packedBytes(AttentionGradient op, Site site) {
            return 0;
        }

        /** Why it cannot run: positions are counted with 32 bits. */
        static Optional<String> tooLong(AttentionGradient op, Site site, long most) {
            long pairs = (long) HeadGeometry.maxSeq(site) * HeadGeometry.maxKeys(op.of(), site);
            return pairs <= most
                    ? Optional.empty()
                    : Optional.of("more than " + most + " pairs of a query and a key: " + pairs);
        }
    }
}
