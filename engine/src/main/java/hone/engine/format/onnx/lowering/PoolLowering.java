package hone.engine.format.onnx.lowering;

import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.MaxPool2d;
import java.util.Optional;
import java.util.Set;

/** Poolings of images. One that rounds its number of places up is refused where that makes a difference. */
final class PoolLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("MaxPool", "AveragePool");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        Optional<WindowAttributes> window = WindowAttributes.of(site, site.wholes("kernel_shape"));
        if (window.isEmpty() || x.isEmpty()) {
            return site.refuse("it does not move over images");
        }
        WindowAttributes is = window.get();
        if (!is.isSymmetric()) {
            return site.refuse("its pads differ at opposite sides");
        }
        if (!is.dilation().equals(Extent.square(1))) {
            return site.refuse("its window is dilated");
        }
        if (!site.hasOneOutput()) {
            return site.refuse("the places of the largest numbers are asked for");
        }
        try {
            if (site.operator().equals("MaxPool")) {
                return site.apply(new MaxPool2d(is.kernel(), is.stride(), is.before()), x.get());
            }
            return site.whole("count_include_pad", 0) != 0 && !is.isUnpadded()
                    ? site.refuse("its mean counts the padding")
                    : site.apply(new AveragePool2d(is.kernel(), is.stride(), is.before()), x.get());
        } catch (hone.engine.InvalidInput e) {
            return site.refuse(e.getMessage());
        }
    }
}
