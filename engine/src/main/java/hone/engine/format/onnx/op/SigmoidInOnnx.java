package hone.engine.format.onnx.op;

import hone.engine.op.activation.Sigmoid;

/** Sigmoid is ONNX's Sigmoid. */
final class SigmoidInOnnx implements OnnxMapping<Sigmoid> {
    @Override
    public Class<Sigmoid> op() {
        return Sigmoid.class;
    }

    @Override
    public void write(Sigmoid op, OnnxSite site) {
        site.only("Sigmoid", site.inputs());
    }
}
