package hone.engine.format.onnx.op;

import hone.engine.op.shape.Concat;

/** Concat is ONNX's Concat. */
final class ConcatInOnnx implements OnnxMapping<Concat> {
    @Override
    public Class<Concat> op() {
        return Concat.class;
    }

    @Override
    public void write(Concat op, OnnxSite site) {
        site.only("Concat", site.inputs()).attribute("axis", op.axis());
    }
}
