package hone.engine.format.onnx.op;

import hone.engine.op.activation.Relu;

/** Relu is ONNX's Relu. */
final class ReluInOnnx implements OnnxMapping<Relu> {
    @Override
    public Class<Relu> op() {
        return Relu.class;
    }

    @Override
    public void write(Relu op, OnnxSite site) {
        site.only("Relu", site.inputs());
    }
}
