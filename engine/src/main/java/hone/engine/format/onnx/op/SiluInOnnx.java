package hone.engine.format.onnx.op;

import hone.engine.op.activation.Silu;
import java.util.List;

/** The operators have no Silu: x times its Sigmoid. */
final class SiluInOnnx implements OnnxMapping<Silu> {
    @Override
    public Class<Silu> op() {
        return Silu.class;
    }

    @Override
    public void write(Silu op, OnnxSite site) {
        String x = site.input(0);
        site.only("Mul", List.of(x, site.step("sigmoid", "Sigmoid", List.of(x))));
    }
}
