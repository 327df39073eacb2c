package hone.engine.format.onnx.op;

import hone.engine.op.matmul.ZeroSkippingLinear;

/** What is skipped is this program's affair: the layer is the linear layer it stands for. */
final class ZeroSkippingLinearInOnnx implements OnnxMapping<ZeroSkippingLinear> {
    @Override
    public Class<ZeroSkippingLinear> op() {
        return ZeroSkippingLinear.class;
    }

    @Override
    public void write(ZeroSkippingLinear op, OnnxSite site) {
        new LinearInOnnx().write(op.plain(), site);
    }
}
