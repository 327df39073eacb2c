package hone.engine.format.onnx.op;

import hone.engine.op.shape.Gather;

/** Gather is ONNX's Gather. */
final class GatherInOnnx implements OnnxMapping<Gather> {
    @Override
    public Class<Gather> op() {
        return Gather.class;
    }

    @Override
    public void write(Gather op, OnnxSite site) {
        site.only("Gather", site.inputs()).attribute("axis", op.axis());
    }
}
