package hone.engine.kernel.int4;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.matmul.Int4Linear;
import java.util.Optional;

/** What the kernels of the INT4 layer have in common: the sizes, and what they refuse. */
interface Int4Kernel extends Kernel<Int4Linear> {
    @Override
    default Class<Int4Linear> op() {
        return Int4Linear.class;
    }

    @Override
    default Optional<String> refusal(Int4Linear op, Site site) {
        if (site.constant(1).isEmpty()) {
            return Optional.of("the weight is not constant");
        }
        return site.constant(2).isEmpty() ? Optional.of("its scales are not constant") : Optional.empty();
    }

    /** Inner dimension: inputs of the layer. */
    static int k(Operands operands) {
        return (int) operands.inputSize(0, operands.inputRank(0) - 1);
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
        var x = site.inputs().getFirst();
        return Math.toIntExact(x.dim(x.rank() - 1).max());
    }

    static int maxN(Site site) {
        return Math.toIntExact(site.inputs().get(1).dim(0).max());
    }
}
