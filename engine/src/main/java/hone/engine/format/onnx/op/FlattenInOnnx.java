package hone.engine.format.onnx.op;

import hone.engine.op.shape.Flatten;

/** Flatten is ONNX's Flatten, which keeps the first dimension unless it is told otherwise. */
final class FlattenInOnnx implements OnnxMapping<Flatten> {
    @Override
    public Class<Flatten> op() {
        return Flatten.class;
    }

    @Override
    public void write(Flatten op, OnnxSite site) {
        site.only("Flatten", site.inputs()).attribute("axis", 1);
    }
}
