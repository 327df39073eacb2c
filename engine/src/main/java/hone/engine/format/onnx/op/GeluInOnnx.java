package hone.engine.format.onnx.op;

import hone.engine.op.activation.Gelu;

/** Gelu is ONNX's Gelu, told to approximate with the hyperbolic tangent as ours does. */
final class GeluInOnnx implements OnnxMapping<Gelu> {
    @Override
    public Class<Gelu> op() {
        return Gelu.class;
    }

    @Override
    public void write(Gelu op, OnnxSite site) {
        site.only("Gelu", site.inputs()).attribute("approximate", "tanh");
    }
}
