package hone.engine.format.onnx.op;

import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import java.util.List;

/** Conv2d is ONNX's Conv, whose images and weights lie as ours do. */
final class Conv2dInOnnx implements OnnxMapping<Conv2d> {
    @Override
    public Class<Conv2d> op() {
        return Conv2d.class;
    }

    @Override
    public void write(Conv2d op, OnnxSite site) {
        site.only("Conv", site.inputs())
                .attribute("strides", sides(op.stride()))
                .attribute("pads", pads(op.padding()))
                .attribute("dilations", sides(op.dilation()))
                .attribute("group", op.groups());
    }

    /** Height and width. */
    static List<Long> sides(Extent extent) {
        return List.of((long) extent.height(), (long) extent.width());
    }

    /** Padding at the beginning of each dimension, then at the end. */
    static List<Long> pads(Extent padding) {
        long rows = padding.height();
        long columns = padding.width();
        return List.of(rows, columns, rows, columns);
    }
}
