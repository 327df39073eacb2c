package hone.engine.format.onnx.op;

import hone.engine.op.activation.Gelu;

/** Gelu is ONNX's Gelu, told which of its two forms. */
final class GeluInOnnx implements OnnxMapping<Gelu> {
    @Override
    public Class<Gelu> op() {
        return Gelu.class;
    }

    @Override
    public void write(Gelu op, OnnxSite site) {
        site.only("Gelu", site.inputs()).attribute("approximate", op.approximate() ? "tanh" : "none");
    }
}
