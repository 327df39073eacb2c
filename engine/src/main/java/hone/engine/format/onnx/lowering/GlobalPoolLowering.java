package hone.engine.format.onnx.lowering;

import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.shape.Flatten;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One number for each whole channel of an image: a global pooling, or a reduction over height and width. */
final class GlobalPoolLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("GlobalAveragePool", "GlobalMaxPool", "ReduceMean");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty() || x.get().type().rank() != 4) {
            return site.refuse("it is no mean over images");
        }
        if (site.operator().equals("GlobalMaxPool")) {
            TensorType type = x.get().type();
            Extent all = new Extent(
                    Math.toIntExact(type.dim(2).max()),
                    Math.toIntExact(type.dim(3).max()));
            return site.apply(new MaxPool2d(all, all, Extent.square(0)), x.get());
        }
        if (site.operator().equals("GlobalAveragePool")) {
            return site.apply(new GlobalAveragePool2d(), x.get());
        }
        if (!Axes.of(site, 1).filter(List.of(2, 3)::equals).isPresent()) {
            return site.refuse("it is no mean over height and width");
        }
        return site.whole("keepdims", 1) == 1
                ? site.apply(new GlobalAveragePool2d(), x.get())
                : site.applyPart("pool", new GlobalAveragePool2d(), x.get())
                        .flatMap(pooled -> site.apply(new Flatten(), pooled));
    }
}
