package hone.engine.format.onnx.op;

import hone.engine.op.matmul.MatMul;

/** MatMul is ONNX's MatMul; where a factor is stored transposed it is Gemm, which can say so. */
final class MatMulInOnnx implements OnnxMapping<MatMul> {
    @Override
    public Class<MatMul> op() {
        return MatMul.class;
    }

    @Override
    public void write(MatMul op, OnnxSite site) {
        if (op.transposeA() || op.transposeB()) {
            site.only("Gemm", site.inputs())
                    .attribute("transA", op.transposeA() ? 1 : 0)
                    .attribute("transB", op.transposeB() ? 1 : 0);
        } else {
            site.only("MatMul", site.inputs());
        }
    }
}
