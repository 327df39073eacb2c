package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.Set;

/** Normalizations over the last dimension that are operators of their own. */
final class LayerNormLowering implements Lowering {
    private static final double USUAL_EPSILON = 1e-5;

    @Override
    public Set<String> operators() {
        return Set.of("LayerNormalization", "RMSNormalization");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        Optional<NdArray> weight = site.constant(1);
        if (x.isEmpty() || weight.isEmpty() || !site.hasOneOutput()) {
            return site.refuse("its weight is no constant, or its statistics are asked for");
        }
        long axis = site.whole("axis", -1);
        int rank = x.get().type().rank();
        if (axis != -1 && axis != rank - 1) {
            return site.refuse("it normalizes over more than the last dimension");
        }
        long width = x.get().type().dim(rank - 1).max();
        Planned scale =
                site.weights().shaped(site.input(1), weight.get(), weight.get().count());
        try {
            float epsilon = (float) site.real("epsilon", USUAL_EPSILON);
            if (site.operator().equals("RMSNormalization")) {
                return site.apply(new RmsNorm(epsilon), x.get(), scale);
            }
            Optional<NdArray> bias = site.constant(2);
            return site.has(2) && bias.isEmpty()
                    ? site.refuse("its bias is no constant")
                    : site.apply(
                            new LayerNorm(epsilon),
                            x.get(),
                            scale,
                            bias.map(array -> site.weights().shaped(site.input(2), array, array.count()))
                                    .orElseGet(() -> zeros(site, site.input(1), width)));
        } catch (InvalidInput e) {
            return site.refuse(e.getMessage());
        }
    }

    /** The bias of a normalization that has none. */
    static Planned zeros(LoweringSite site, String weight, long width) {
        return site.weights().of(weight + ".bias", "zeros", DType.F32, new long[] {width}, _ -> 0);
    }
}
