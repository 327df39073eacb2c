package hone.engine.format.onnx.op;

import hone.engine.op.conv.Extent;
import hone.engine.op.quantization.IntegerConv2d;
import java.util.List;

/** IntegerConv2d is ONNX's ConvInteger. */
final class IntegerConv2dInOnnx implements OnnxMapping<IntegerConv2d> {
    @Override
    public Class<IntegerConv2d> op() {
        return IntegerConv2d.class;
    }

    @Override
    public void write(IntegerConv2d op, OnnxSite site) {
        site.only("ConvInteger", site.inputs())
                .attribute("strides", both(op.stride()))
                .attribute("dilations", both(op.dilation()))
                .attribute("group", op.groups())
                .attribute(
                        "pads",
                        List.of(
                                (long) op.before().height(),
                                (long) op.before().width(),
                                (long) op.after().height(),
                                (long) op.after().width()));
    }

    private static List<Long> both(Extent extent) {
        return List.of((long) extent.height(), (long) extent.width());
    }
}
