package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Site;
import hone.engine.op.attention.ScaledDotProduct;
import java.util.Optional;

/** What the rungs of attention have in common: both forms of the op, nothing packed, and how long is too long. */
sealed interface AttentionKernel extends Kernel<ScaledDotProduct>
        permits NaiveAttention, ReorderedAttention, FusedAttention, TiledAttention {
    /** More positions than any model has; up to here places and bytes are counted without overflow. */
    long MOST_POSITIONS = 1L << 24;

    @Override
    default Class<ScaledDotProduct> op() {
        return ScaledDotProduct.class;
    }

    @Override
    default Optional<String> refusal(ScaledDotProduct op, Site site) {
        long queries = site.inputs().get(ScaledDotProduct.QUERIES).dim(1).max();
        long keys =
                site.inputs().get(ScaledDotProduct.KEYS).dim(op.keyDimension()).max();
        return Math.max(queries, keys) <= MOST_POSITIONS
                ? Optional.empty()
                : Optional.of("more than " + MOST_POSITIONS + " positions: " + queries + " queries, " + keys + " keys");
    }

    @Override
    default long packedBytes(ScaledDotProduct op, Site site) {
        return 0;
    }
}
