package hone.engine.format.onnx.op;

import hone.engine.op.elementwise.Add;

/** Add is ONNX's Add, which would broadcast if the shapes differed. */
final class AddInOnnx implements OnnxMapping<Add> {
    @Override
    public Class<Add> op() {
        return Add.class;
    }

    @Override
    public void write(Add op, OnnxSite site) {
        site.only("Add", site.inputs());
    }
}
