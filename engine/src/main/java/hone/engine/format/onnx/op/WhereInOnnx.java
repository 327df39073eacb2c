package hone.engine.format.onnx.op;

import hone.engine.op.elementwise.Where;

/** Where is ONNX's Where. */
final class WhereInOnnx implements OnnxMapping<Where> {
    @Override
    public Class<Where> op() {
        return Where.class;
    }

    @Override
    public void write(Where op, OnnxSite site) {
        site.only("Where", site.inputs());
    }
}
