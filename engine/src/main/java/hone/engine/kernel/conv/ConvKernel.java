package hone.engine.kernel.conv;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Site;
import hone.engine.op.conv.Conv2d;
import java.util.Optional;

/** What the kernels of a convolution have in common: they keep the weights where they are, unless they say otherwise. */
interface ConvKernel extends Kernel<Conv2d> {
    @Override
    default Class<Conv2d> op() {
        return Conv2d.class;
    }

    @Override
    default Optional<String> refusal(Conv2d op, Site site) {
        return ConvShape.of(op, site).tooLarge(site);
    }

    @Override
    default long packedBytes(Conv2d op, Site site) {
        return 0;
    }
}
