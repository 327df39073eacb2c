package hone.engine.format.onnx.op;

import hone.engine.op.quantization.IntegerMatMul;

/** IntegerMatMul is ONNX's MatMulInteger. */
final class IntegerMatMulInOnnx implements OnnxMapping<IntegerMatMul> {
    @Override
    public Class<IntegerMatMul> op() {
        return IntegerMatMul.class;
    }

    @Override
    public void write(IntegerMatMul op, OnnxSite site) {
        site.only("MatMulInteger", site.inputs());
    }
}
