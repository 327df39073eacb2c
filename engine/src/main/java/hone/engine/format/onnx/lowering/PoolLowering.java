package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.Set;

/** Poolings of images and lines. What reaches beyond an image in a way that the engine's own poolings do not is padded first. */
final class PoolLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("MaxPool", "AveragePool");
    }

    private static final Extent NONE = Extent.square(0);

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0).flatMap(value -> Images.of(site, value));
        Optional<WindowAttributes> window = WindowAttributes.of(site, site.wholes("kernel_shape"));
        if (window.isEmpty() || x.isEmpty() || x.get().type().rank() != 4) {
            return site.refuse("it does not move over images");
        }
        if (!window.get().dilation().equals(Extent.square(1))) {
            return site.refuse("its window is dilated");
        }
        if (!site.hasOneOutput()) {
            return site.refuse("the places of the largest numbers are asked for");
        }
        Optional<PoolReach> reach = PoolReach.of(site, window.get(), x.get().type());
        if (reach.isEmpty()) {
            return site.refuse("its result has another size than its window says");
        }
        try {
            Optional<Planned> pooled = site.operator().equals("MaxPool")
                    ? largest(site, x.get(), window.get(), reach.get())
                    : mean(site, x.get(), window.get(), reach.get());
            return pooled.flatMap(value -> Shapes.result(site, value));
        } catch (InvalidInput e) {
            return site.refuse(e.getMessage());
        }
    }

    private static Optional<Planned> largest(LoweringSite site, Planned x, WindowAttributes is, PoolReach reach) {
        if (reach.isOwn()) {
            return pool(site, x, new MaxPool2d(is.kernel(), is.stride(), is.before()));
        }
        return Images.padded(site, x, is.before(), reach.after(), -Double.MAX_VALUE)
                .flatMap(padded -> pool(site, padded, new MaxPool2d(is.kernel(), is.stride(), NONE)));
    }

    private static Optional<Planned> mean(LoweringSite site, Planned x, WindowAttributes is, PoolReach reach) {
        boolean counts = site.whole("count_include_pad", 0) != 0;
        if (reach.isOwn() && (!counts || is.isUnpadded())) {
            return pool(site, x, new AveragePool2d(is.kernel(), is.stride(), is.before()));
        }
        Planned shares = site.weights()
                .of(
                        site.name() + ".shares",
                        "",
                        DType.F32,
                        new long[] {
                            1, 1, reach.places().height(), reach.places().width()
                        },
                        place -> reach.share(place, counts));
        return Images.padded(site, x, is.before(), reach.after(), 0)
                .flatMap(padded -> pool(site, padded, new AveragePool2d(is.kernel(), is.stride(), NONE)))
                .flatMap(pooled -> site.applyPart("mean", new Binary(BinaryFunction.MUL), pooled, shares));
    }

    private static Optional<Planned> pool(LoweringSite site, Planned x, Op op) {
        return site.apply(op, x);
    }
}
