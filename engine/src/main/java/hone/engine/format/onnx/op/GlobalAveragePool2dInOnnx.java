package hone.engine.format.onnx.op;

import hone.engine.op.conv.GlobalAveragePool2d;

/** GlobalAveragePool2d is ONNX's GlobalAveragePool. */
final class GlobalAveragePool2dInOnnx implements OnnxMapping<GlobalAveragePool2d> {
    @Override
    public Class<GlobalAveragePool2d> op() {
        return GlobalAveragePool2d.class;
    }

    @Override
    public void write(GlobalAveragePool2d op, OnnxSite site) {
        site.only("GlobalAveragePool", site.inputs());
    }
}
