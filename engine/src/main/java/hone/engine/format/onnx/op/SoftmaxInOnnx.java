package hone.engine.format.onnx.op;

import hone.engine.op.normalization.Softmax;

/** Softmax is ONNX's Softmax over the last dimension. */
final class SoftmaxInOnnx implements OnnxMapping<Softmax> {
    @Override
    public Class<Softmax> op() {
        return Softmax.class;
    }

    @Override
    public void write(Softmax op, OnnxSite site) {
        site.only("Softmax", site.inputs()).attribute("axis", -1);
    }
}
