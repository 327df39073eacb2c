package hone.engine.kernel.pool;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Site;
import hone.engine.op.conv.Pool2d;
import java.util.Optional;

/** What the kernels of a pooling have in common: any shape, nothing packed. */
interface PoolKernel extends Kernel<Pool2d> {
    @Override
    default Class<Pool2d> op() {
        return Pool2d.class;
    }

    @Override
    default Optional<String> refusal(Pool2d op, Site site) {
        return Optional.empty();
    }

    @Override
    default long packedBytes(Pool2d op, Site site) {
        return 0;
    }
}
