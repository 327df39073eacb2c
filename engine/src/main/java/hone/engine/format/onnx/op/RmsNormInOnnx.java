package hone.engine.format.onnx.op;

import hone.engine.op.normalization.RmsNorm;
import java.util.List;

/**
 * This version of the operators has no RMSNormalization, so it is written out: x / √(mean x² + ε) · weight. The square is
 * a Pow, and the order this one, because runtimes know the whole by that pattern.
 */
final class RmsNormInOnnx implements OnnxMapping<RmsNorm> {
    @Override
    public Class<RmsNorm> op() {
        return RmsNorm.class;
    }

    @Override
    public void write(RmsNorm op, OnnxSite site) {
        String x = site.input(0);
        String two = site.graph().floats(site.part("two"), new float[] {2});
        String squares = site.step("squares", "Pow", List.of(x, two));
        String axes = site.graph().longs(site.part("axes"), -1);
        String mean = site.step("mean", "ReduceMean", List.of(squares, axes)); // (…, 1)
        String epsilon = site.graph().floats(site.part("epsilon"), new float[] {op.epsilon()});
        String shifted = site.step("shifted", "Add", List.of(mean, epsilon));
        String root = site.step("root", "Sqrt", List.of(shifted));
        String normal = site.step("normal", "Div", List.of(x, root));
        site.only("Mul", List.of(normal, site.input(1)));
    }
}
