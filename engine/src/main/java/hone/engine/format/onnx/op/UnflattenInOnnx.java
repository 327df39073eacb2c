package hone.engine.format.onnx.op;

import hone.engine.op.shape.Unflatten;
import java.util.List;

/** Unflatten is ONNX's Reshape, in which a 0 keeps the input's own size. */
final class UnflattenInOnnx implements OnnxMapping<Unflatten> {
    @Override
    public Class<Unflatten> op() {
        return Unflatten.class;
    }

    @Override
    public void write(Unflatten op, OnnxSite site) {
        long[] sizes = op.sizes().stream()
                .mapToLong(size -> size == Unflatten.KEPT ? 0 : size)
                .toArray();
        site.only("Reshape", List.of(site.input(0), site.graph().longs(site.part("shape"), sizes)));
    }
}
