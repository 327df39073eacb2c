package hone.engine.kernel.skipping;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.matmul.ZeroSkippingLinear;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** What the kernels of the zero-skipping layer have in common: the sizes, and whether zeros may be skipped at all. */
interface SkippingKernel extends Kernel<ZeroSkippingLinear> {
    @Override
    default Class<ZeroSkippingLinear> op() {
        return ZeroSkippingLinear.class;
    }

    @Override
    default Optional<String> refusal(ZeroSkippingLinear op, Site site) {
        return site.constant(1).isEmpty() ? Optional.of("the weight is not constant") : Optional.empty();
    }

    /** Whether every weight is finite; where one is not, zero times it is no number, and nothing is skipped. */
    static boolean maySkip(Site site) {
        MemorySegment weight = site.constant(1).orElseThrow().segment();
        long count = weight.byteSize() / Float.BYTES;
        for (long i = 0; i < count; i++) {
            if (!Float.isFinite(weight.getAtIndex(ValueLayout.JAVA_FLOAT, i))) {
                return false;
            }
        }
        return true;
    }

    /** Inputs of the layer. */
    static int k(Operands operands) {
        return (int) operands.inputSize(1, 1);
    }

    /** Outputs of the layer. */
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
