package hone.engine.format.onnx.op;

import hone.engine.op.quantization.Dequantize;

/** Dequantize is ONNX's DequantizeLinear. */
final class DequantizeInOnnx implements OnnxMapping<Dequantize> {
    @Override
    public Class<Dequantize> op() {
        return Dequantize.class;
    }

    @Override
    public void write(Dequantize op, OnnxSite site) {
        site.only("DequantizeLinear", site.inputs()).attribute("axis", op.axis());
    }
}
