package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.normalization.LayerNorm;
import java.util.Optional;
import java.util.Set;

/** Layer normalization written out: d / √(mean d² + ε) · weight + bias, where d = x − mean x. */
final class LayerNormPattern implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Add");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        int biasInput = site.isConstant(0) ? 0 : 1;
        Optional<NdArray> bias = site.constant(biasInput);
        Optional<LoweringSite> product = bias.isEmpty() ? Optional.empty() : site.before(1 - biasInput, "Mul");
        if (product.isEmpty() || bias.isEmpty()) {
            return Optional.empty();
        }
        int weightInput = product.get().isConstant(0) ? 0 : 1;
        Optional<NdArray> weight = product.get().constant(weightInput);
        Optional<LoweringSite> quotient = product.get().before(1 - weightInput, "Div");
        Optional<Squares.Root> root = quotient.flatMap(div -> Squares.Root.of(div, 1));
        Optional<LoweringSite> centred = quotient.flatMap(div -> centred(div, 0));
        boolean same = root.flatMap(found -> centred(found.square(), 0))
                .flatMap(other -> centred.map(one -> one.input(0).equals(other.input(0))))
                .orElse(false);
        Optional<Planned> x = centred.flatMap(difference -> difference.dynamic(0));
        if (!same || weight.isEmpty() || x.isEmpty()) {
            return Optional.empty();
        }
        try {
            return site.apply(
                    new LayerNorm((float) root.orElseThrow().epsilon()),
                    x.get(),
                    site.weights()
                            .shaped(
                                    product.get().input(weightInput),
                                    weight.get(),
                                    weight.get().count()),
                    site.weights()
                            .shaped(
                                    site.input(biasInput),
                                    bias.get(),
                                    bias.get().count()));
        } catch (InvalidInput e) {
            return site.refuse(e.getMessage());
        }
    }

    /** The node x − mean x, its first operand x. */
    private static Optional<LoweringSite> centred(LoweringSite site, int input) {
        return site.before(input, "Sub")
                .filter(difference -> difference
                        .before(1, "ReduceMean")
                        .filter(Axes::isLastKept)
                        .filter(mean -> mean.input(0).equals(difference.input(0)))
                        .isPresent());
    }
}
