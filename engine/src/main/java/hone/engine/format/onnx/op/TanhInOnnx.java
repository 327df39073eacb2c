package hone.engine.format.onnx.op;

import hone.engine.op.activation.Tanh;

/** Tanh is ONNX's Tanh. */
final class TanhInOnnx implements OnnxMapping<Tanh> {
    @Override
    public Class<Tanh> op() {
        return Tanh.class;
    }

    @Override
    public void write(Tanh op, OnnxSite site) {
        site.only("Tanh", site.inputs());
    }
}
