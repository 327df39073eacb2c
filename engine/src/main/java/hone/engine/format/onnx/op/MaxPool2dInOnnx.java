package hone.engine.format.onnx.op;

import hone.engine.op.conv.MaxPool2d;

/** MaxPool2d is ONNX's MaxPool, for which padding is never the largest either. */
final class MaxPool2dInOnnx implements OnnxMapping<MaxPool2d> {
    @Override
    public Class<MaxPool2d> op() {
        return MaxPool2d.class;
    }

    @Override
    public void write(MaxPool2d op, OnnxSite site) {
        site.only("MaxPool", site.inputs())
                .attribute("kernel_shape", Conv2dInOnnx.sides(op.kernel()))
                .attribute("strides", Conv2dInOnnx.sides(op.stride()))
                .attribute("pads", Conv2dInOnnx.pads(op.padding()));
    }
}
