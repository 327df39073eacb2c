package hone.engine.format.onnx.lowering;

import java.util.Optional;

/** Pieces that normalizations written out are made of. */
final class Squares {
    private Squares() {}

    /**
     * The square of a value: Pow with 2, or a product with itself.
     *
     * @return the node that squares, whose first operand is the value
     */
    static Optional<LoweringSite> of(LoweringSite site, int input) {
        Optional<LoweringSite> power =
                site.before(input, "Pow").filter(pow -> pow.scalar(1).orElse(0.0) == 2);
        return power.isPresent()
                ? power
                : site.before(input, "Mul").filter(mul -> mul.input(0).equals(mul.input(1)));
    }

    /**
     * The root of a mean square over the last dimension and a small number, √(mean v² + ε).
     *
     * @param square the node that squares
     */
    record Root(LoweringSite square, double epsilon) {
        static Optional<Root> of(LoweringSite site, int input) {
            Optional<LoweringSite> sum = site.before(input, "Sqrt").flatMap(root -> root.before(0, "Add"));
            for (int mean = 0; mean < 2 && sum.isPresent(); mean++) {
                Optional<Double> epsilon = sum.get().scalar(1 - mean);
                Optional<LoweringSite> square = sum.get()
                        .before(mean, "ReduceMean")
                        .filter(Axes::isLastKept)
                        .flatMap(reduced -> Squares.of(reduced, 0));
                if (epsilon.isPresent() && square.isPresent()) {
                    return Optional.of(new Root(square.get(), epsilon.get()));
                }
            }
            return Optional.empty();
        }
    }
}
