package hone.engine.format.onnx.lowering;

import hone.engine.op.normalization.Softmax;
import java.util.Optional;
import java.util.Set;

/** The softmax over the last dimension. Before version 13 it was over all dimensions from an axis on. */
final class SoftmaxLowering implements Lowering {
    private static final int PER_AXIS = 13;

    @Override
    public Set<String> operators() {
        return Set.of("Softmax");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        return x.isEmpty()
                ? Optional.empty()
                : isOverLast(site)
                        ? site.apply(new Softmax(), x.get())
                        : site.refuse("it is over another dimension than the last");
    }

    /** Whether a node is a softmax over its last dimension. */
    static boolean isOverLast(LoweringSite site) {
        long axis = site.whole("axis", site.opset() < PER_AXIS ? 1 : -1);
        return axis == -1 || axis == site.rank(0) - 1;
    }
}
