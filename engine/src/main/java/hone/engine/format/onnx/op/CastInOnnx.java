package hone.engine.format.onnx.op;

import hone.engine.format.onnx.proto.OnnxTypes;
import hone.engine.op.elementwise.Cast;

/** Cast is ONNX's Cast. */
final class CastInOnnx implements OnnxMapping<Cast> {
    @Override
    public Class<Cast> op() {
        return Cast.class;
    }

    @Override
    public void write(Cast op, OnnxSite site) {
        site.only("Cast", site.inputs()).attribute("to", OnnxTypes.number(op.to()));
    }
}
