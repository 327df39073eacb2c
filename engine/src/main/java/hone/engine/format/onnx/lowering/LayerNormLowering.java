package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Normalizations over the last dimension, or all from one on, that are operators of their own. */
final class LayerNormLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("LayerNormalization", "RMSNormalization");
    }

    private static final double USUAL_EPSILON = 1e-5;

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty() || !site.hasOneOutput()) {
            return site.refuse("its statistics are asked for");
        }
        List<Dim> dims = x.get().type().dims();
        long named = site.whole("axis", -1);
        int axis = (int) (named < 0 ? named + dims.size() : named);
        List<Dim> rest = dims.subList(axis, dims.size());
        if (!rest.stream().allMatch(Dim.Fixed.class::isInstance)) {
            return site.refuse("it normalizes over a dimension of unknown size");
        }
        long width = rest.stream().mapToLong(Dim::max).reduce(1, Math::multiplyExact);
        List<Dim> flat = new ArrayList<>(dims.subList(0, axis));
        flat.add(Dim.of(width));
        Optional<Planned> rows = Shapes.reshaped(site, "rows", x.get(), flat);
        Optional<Planned> scale = vector(site, 1, width);
        boolean rms = site.operator().equals("RMSNormalization");
        Optional<Planned> bias = site.has(2) ? vector(site, 2, width) : Optional.of(zeros(site, site.input(1), width));
        if (rows.isEmpty() || scale.isEmpty() || bias.isEmpty()) {
            return Optional.empty();
        }
        try {
            float epsilon = (float) site.real("epsilon", USUAL_EPSILON);
            Optional<Planned> normal = rms
                    ? site.apply(new RmsNorm(epsilon), rows.get(), scale.get())
                    : site.apply(new LayerNorm(epsilon), rows.get(), scale.get(), bias.get());
            return normal.flatMap(value -> Shapes.result(site, value));
        } catch (InvalidInput e) {
            return site.refuse(e.getMessage());
        }
    }

    private static Optional<Planned> vector(LoweringSite site, int input, long width) {
        Optional<NdArray> constant = site.constant(input);
        return constant.isPresent()
                ? constant.map(array -> site.weights().shaped(site.input(input), array, array.count()))
                : site.operand(input)
                        .flatMap(value -> Shapes.reshaped(site, "vector" + input, value, List.of(Dim.of(width))));
    }

    /** The bias of a normalization that has none. */
    static Planned zeros(LoweringSite site, String weight, long width) {
        return site.weights().of(weight + ".bias", "zeros", DType.F32, new long[] {width}, _ -> 0);
    }
}
