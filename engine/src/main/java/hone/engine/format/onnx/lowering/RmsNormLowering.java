package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.normalization.RmsNorm;
import java.util.Optional;
import java.util.Set;

/** Normalization by the root mean square, written out: x / √(mean x² + ε) · weight. */
final class RmsNormLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Mul");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        int weight = site.isConstant(0) ? 0 : 1;
        Optional<NdArray> scale = site.constant(weight);
        Optional<Normal> normal = scale.isEmpty() ? Optional.empty() : Normal.of(site, 1 - weight);
        Optional<Planned> x = normal.flatMap(found -> found.square().dynamic(0));
        if (x.isEmpty() || scale.isEmpty()) {
            return Optional.empty();
        }
        try {
            RmsNorm op = new RmsNorm((float) normal.orElseThrow().epsilon());
            return site.apply(
                    op,
                    x.get(),
                    site.weights()
                            .shaped(site.input(weight), scale.get(), scale.get().count()));
        } catch (InvalidInput e) {
            return site.refuse(e.getMessage());
        }
    }

    /** x / √(mean x² + ε), or x times one over that root. */
    private record Normal(LoweringSite square, double epsilon) {
        static Optional<Normal> of(LoweringSite site, int input) {
            Optional<LoweringSite> quotient = site.before(input, "Div");
            if (quotient.isPresent()) {
                return of(quotient.get(), 0, Squares.Root.of(quotient.get(), 1));
            }
            Optional<LoweringSite> product = site.before(input, "Mul");
            for (int x = 0; x < 2 && product.isPresent(); x++) {
                int other = 1 - x;
                Optional<Squares.Root> root = product.get()
                        .before(other, "Reciprocal")
                        .flatMap(inverse -> Squares.Root.of(inverse, 0))
                        .or(() -> product.get()
                                .before(other, "Div")
                                .filter(inverse -> inverse.scalar(0).orElse(0.0) == 1)
                                .flatMap(inverse -> Squares.Root.of(inverse, 1)));
                Optional<Normal> found = of(product.get(), x, root);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        /** What is divided must be what was squared. */
        private static Optional<Normal> of(LoweringSite site, int x, Optional<Squares.Root> root) {
            return root.filter(found -> found.square().input(0).equals(site.input(x)))
                    .map(found -> new Normal(found.square(), found.epsilon()));
        }
    }
}
