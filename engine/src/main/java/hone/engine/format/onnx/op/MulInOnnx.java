package hone.engine.format.onnx.op;

import hone.engine.op.elementwise.Mul;

/** Mul is ONNX's Mul, which would broadcast if the shapes differed. */
final class MulInOnnx implements OnnxMapping<Mul> {
    @Override
    public Class<Mul> op() {
        return Mul.class;
    }

    @Override
    public void write(Mul op, OnnxSite site) {
        site.only("Mul", site.inputs());
    }
}
