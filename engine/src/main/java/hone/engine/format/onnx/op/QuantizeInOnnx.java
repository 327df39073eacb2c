package hone.engine.format.onnx.op;

import hone.engine.op.quantization.Quantize;

/** Quantize is ONNX's QuantizeLinear. */
final class QuantizeInOnnx implements OnnxMapping<Quantize> {
    @Override
    public Class<Quantize> op() {
        return Quantize.class;
    }

    @Override
    public void write(Quantize op, OnnxSite site) {
        site.only("QuantizeLinear", site.inputs()).attribute("axis", op.axis());
    }
}
