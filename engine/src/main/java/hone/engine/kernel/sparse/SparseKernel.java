package hone.engine.kernel.sparse;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatrixProduct;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * What the sparse kernels have in common: a linear layer with a constant weight (n × k) that has zeros in it. A weight
 * that is zero is skipped, so an activation that is infinite or no number shows only where a weight that is not zero meets
 * it; the dense kernels multiply it by zero, which is no number. For finite activations both agree.
 */
interface SparseKernel extends Kernel<MatrixProduct> {
    @Override
    default Class<MatrixProduct> op() {
        return MatrixProduct.class;
    }

    @Override
    default boolean sparse() {
        return true;
    }

    @Override
    default Optional<String> refusal(MatrixProduct op, Site site) {
        if (!(op instanceof Linear)) {
            return Optional.of("it is not a linear layer");
        }
        if (site.constant(1).isEmpty()) {
            return Optional.of("the weight is not constant");
        }
        Tensor weight = weight(site);
        return nonZeros(weight) == weight.shape().elements()
                ? Optional.of("the weight has no zeros")
                : Optional.empty();
    }

    static Tensor weight(Site site) {
        return site.constant(1).orElseThrow();
    }

    /** How many elements of a weight, float32 or INT8, are not zero. */
    static long nonZeros(Tensor weight) {
        long count = 0;
        for (long i = 0; i < weight.shape().elements(); i++) {
            boolean zero = weight.dtype() == DType.I8
                    ? weight.segment().get(ValueLayout.JAVA_BYTE, i) == 0
                    : weight.getFloat(i) == 0;
            count += zero ? 0 : 1;
        }
        return count;
    }

    /** Inner dimension of the site's weight. */
    static int k(Site site) {
        return Math.toIntExact(site.inputs().get(1).dim(1).max());
    }

    /** Outputs of the site's weight. */
    static int n(Site site) {
        return Math.toIntExact(site.inputs().get(1).dim(0).max());
    }

    static int k(Operands operands) {
        return (int) operands.inputSize(1, 1);
    }

    static int n(Operands operands) {
        return (int) operands.inputSize(1, 0);
    }

    /** Rows of this run, over all leading dimensions of the input. */
    static int m(Operands operands) {
        return n(operands) == 0 ? 0 : (int) (operands.outputElements(0) / n(operands));
    }

    /** The most rows a run at this site may have. */
    static int maxM(Site site) {
        int n = Math.toIntExact(site.inputs().get(1).dim(0).max());
        return n == 0 ? 0 : Math.toIntExact(site.outputs().getFirst().maxShape().elements() / n);
    }
}
