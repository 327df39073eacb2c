package hone.engine.format.onnx.op;

import hone.engine.op.conv.AveragePool2d;

/** AveragePool2d is ONNX's AveragePool, told not to count the padding. */
final class AveragePool2dInOnnx implements OnnxMapping<AveragePool2d> {
    @Override
    public Class<AveragePool2d> op() {
        return AveragePool2d.class;
    }

    @Override
    public void write(AveragePool2d op, OnnxSite site) {
        site.only("AveragePool", site.inputs())
                .attribute("kernel_shape", Conv2dInOnnx.sides(op.kernel()))
                .attribute("strides", Conv2dInOnnx.sides(op.stride()))
                .attribute("pads", Conv2dInOnnx.pads(op.padding()))
                .attribute("count_include_pad", 0);
    }
}
