package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Site;
import hone.engine.op.attention.ScaledDotProduct;
import java.util.Optional;

/** What the rungs of attention have in common: both forms of the op, nothing packed, nothing refused. */
sealed interface AttentionKernel extends Kernel<ScaledDotProduct>
        permits NaiveAttention, ReorderedAttention, FusedAttention, TiledAttention {
    @Override
    default Class<ScaledDotProduct> op() {
        return ScaledDotProduct.class;
    }

    @Override
    default Optional<String> refusal(ScaledDotProduct op, Site site) {
        return Optional.empty();
    }

    @Override
    default long packedBytes(ScaledDotProduct op, Site site) {
        return 0;
    }
}
