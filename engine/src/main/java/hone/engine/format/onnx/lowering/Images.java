package hone.engine.format.onnx.lowering;

import hone.engine.op.conv.Extent;
import hone.engine.op.shape.Pad;
import hone.engine.op.shape.PadMode;
import hone.engine.tensor.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lines as images one pixel tall, which is what windows here move over. */
final class Images {
    private Images() {}

    /** A line (batch, channels, width) as an image (batch, channels, 1, width); an image as it is. */
    static Optional<Planned> of(LoweringSite site, Planned x) {
        if (x.type().rank() != 3) {
            return Optional.of(x);
        }
        List<Dim> dims = new ArrayList<>(x.type().dims());
        dims.add(2, Dim.of(1));
        return Shapes.reshaped(site, "image", x, dims);
    }

    /** More pixels around an image. */
    static Optional<Planned> padded(LoweringSite site, Planned x, Extent before, Extent after, double value) {
        if (before.equals(Extent.square(0)) && after.equals(Extent.square(0))) {
            return Optional.of(x);
        }
        List<Long> front = List.of(0L, 0L, (long) before.height(), (long) before.width());
        List<Long> back = List.of(0L, 0L, (long) after.height(), (long) after.width());
        return site.applyPart("padded", new Pad(front, back, PadMode.CONSTANT, value), x);
    }
}
