package hone.engine.kernel.f16;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.matmul.F16Linear;
import java.util.Optional;

/** What the kernels of the float16 layer have in common: the sizes, and what they refuse. */
interface F16Kernel extends Kernel<F16Linear> {
    @Override
    default Class<F16Linear> op() {
        return F16Linear.class;
    }

    @Override
    default Optional<String> refusal(F16Linear op, Site site) {
        return site.constant(1).isEmpty() ? Optional.of("the weight is not constant") : Optional.empty();
    }

    /** Inner dimension: inputs of the layer. */
    static int k(Operands operands) {
        return (int) operands.inputSize(1, 1);
    }

    /** Columns of the result: outputs of the layer. */
    static int n(Operands operands) {
        return (int) operands.inputSize(1, 0);
    }

    /** Rows of the result, over all leading dimensions of the input. */
    static long m(Operands operands) {
        return n(operands) == 0 ? 0 : operands.outputElements(0) / n(operands);
    }

    static int maxK(Site site) {
        return Math.toIntExact(site.inputs().get(1).dim(1).max());
    }

    static int maxN(Site site) {
        return Math.toIntExact(site.inputs().get(1).dim(0).max());
    }
}
