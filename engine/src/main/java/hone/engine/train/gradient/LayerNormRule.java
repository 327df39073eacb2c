package hone.engine.train.gradient;

import hone.engine.graph.Value;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.NormalizationGradient;
import hone.engine.op.normalization.NormalizedProduct;
import hone.engine.op.reduce.SumRows;

/** With x̂ the normalized x, dweight = Σ rows dy · x̂ and dbias = Σ rows dy; dx is the op's own. */
final class LayerNormRule implements GradientRule<LayerNorm> {
    @Override
    public Class<LayerNorm> op() {
        return LayerNorm.class;
    }

    @Override
    public void apply(LayerNorm op, Backward backward) {
        Value x = backward.input(0);
        Value dy = backward.upstream();
        if (backward.wanted(0)) {
            backward.give(0, new NormalizationGradient(true, op.epsilon()), x, backward.input(1), dy);
        }
        if (backward.wanted(1)) {
            Value products = backward.step(1, "products", new NormalizedProduct(true, op.epsilon()), x, dy);
            backward.give(1, new SumRows(), products);
        }
        if (backward.wanted(2)) {
            backward.give(2, new SumRows(), dy);
        }
    }
}
