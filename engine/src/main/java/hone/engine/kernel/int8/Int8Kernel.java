package hone.engine.kernel.int8;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.matmul.Int8Linear;
import java.util.Optional;

/** What the kernels of the INT8 layer have in common: the sizes, and which of the op's two forms each computes. */
interface Int8Kernel extends Kernel<Int8Linear> {
    /** The most products of at most 127 · 128 that an int can add up. */
    int MOST_INPUTS = Integer.MAX_VALUE / (127 * 128);

    /** Whether it computes the form whose activations are INT8 as well. */
    boolean quantizedActivations();

    @Override
    default Class<Int8Linear> op() {
        return Int8Linear.class;
    }

    @Override
    default Optional<String> refusal(Int8Linear op, Site site) {
        if (op.quantizedActivations() != quantizedActivations()) {
            return Optional.of(
                    op.quantizedActivations()
                            ? "it multiplies float32 activations, and these are INT8"
                            : "it multiplies INT8 activations, and these are float32");
        }
        int inputs = Math.min(maxK(site), groupSize(op, maxK(site)));
        if (quantizedActivations() && inputs > MOST_INPUTS) {
            return Optional.of("sums over " + inputs + " inputs could exceed an int; " + MOST_INPUTS + " are safe");
        }
        if (site.constant(1).isEmpty()) {
            return Optional.of("the weight is not constant");
        }
        return site.constant(2).isEmpty() ? Optional.of("its scales are not constant") : Optional.empty();
    }

    /** How many inputs share a scale: all {@code k} of them where the op has no groups. */
    static int groupSize(Int8Linear op, int k) {
        return op.groupSize() == 0 ? Math.max(1, k) : op.groupSize();
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
