package hone.engine.train.gradient;

import hone.engine.graph.Value;
import hone.engine.op.normalization.NormalizationGradient;
import hone.engine.op.normalization.NormalizedProduct;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.reduce.SumRows;

/** With x̂ the normalized x, dweight = Σ rows dy · x̂; dx is the op's own. */
final class RmsNormRule implements GradientRule<RmsNorm> {
    @Override
    public Class<RmsNorm> op() {
        return RmsNorm.class;
    }

    @Override
    public void apply(RmsNorm op, Backward backward) {
        Value x = backward.input(0);
        Value dy = backward.upstream();
        if (backward.wanted(0)) {
            backward.give(0, new NormalizationGradient(false, op.epsilon()), x, backward.input(1), dy);
        }
        if (backward.wanted(1)) {
            Value products = backward.step(1, "products", new NormalizedProduct(false, op.epsilon()), x, dy);
            backward.give(1, new SumRows(), products);
        }
    }
}
