package hone.engine.format.onnx.lowering;

import hone.engine.op.conv.Extent;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * How far a pooling's windows reach. Where it rounds its number of places up, the last reach beyond the padding.
 *
 * @param is its attributes
 * @param image height and width
 * @param places down and across
 */
record PoolReach(WindowAttributes is, Extent image, Extent places) {
    /** Empty where the result's size is not known, or is another than windows can have. */
    static Optional<PoolReach> of(LoweringSite site, WindowAttributes is, TensorType x) {
        List<Dim> result = site.resultDims().orElse(List.of());
        if (result.size() < 3 || result.stream().skip(2).anyMatch(dim -> !(dim instanceof Dim.Fixed))) {
            return Optional.empty();
        }
        int across = (int) result.getLast().max();
        int down = result.size() == 3 ? 1 : (int) result.get(2).max();
        Extent image = new Extent((int) x.dim(2).max(), (int) x.dim(3).max());
        PoolReach reach = new PoolReach(is, image, new Extent(down, across));
        boolean near = reach.after().height()
                        < is.after().height() + is.stride().height()
                && reach.after().width() < is.after().width() + is.stride().width();
        return near ? Optional.of(reach) : Optional.empty();
    }

    /** Whether the engine's own pooling has just these places: padding is the same at opposite sides and as given. */
    boolean isOwn() {
        return is.isSymmetric()
                && own(
                                image.height(),
                                is.kernel().height(),
                                is.stride().height(),
                                is.before().height())
                        == places.height()
                && own(
                                image.width(),
                                is.kernel().width(),
                                is.stride().width(),
                                is.before().width())
                        == places.width();
    }

    private static int own(int size, int kernel, int stride, int padding) {
        return 1 + Math.floorDiv(size + 2 * padding - kernel, stride);
    }

    /** Pixels behind the image that the windows reach, at least 0. */
    Extent after() {
        return new Extent(
                after(
                        places.height(),
                        is.kernel().height(),
                        is.stride().height(),
                        is.before().height(),
                        image.height()),
                after(
                        places.width(),
                        is.kernel().width(),
                        is.stride().width(),
                        is.before().width(),
                        image.width()));
    }

    private static int after(int places, int kernel, int stride, int before, int size) {
        return Math.max(0, (places - 1) * stride + kernel - size - before);
    }

    /**
     * By how much a mean over a whole window is too small at a place, as part of it lies where nothing counts.
     *
     * @param place in row-major order
     * @param counts whether the padding counts, though not what lies beyond it
     */
    double share(int place, boolean counts) {
        int down = inside(
                place / places.width() * is.stride().height() - is.before().height(),
                is.kernel().height(),
                counts ? -is.before().height() : 0,
                image.height() + (counts ? is.after().height() : 0));
        int across = inside(
                place % places.width() * is.stride().width() - is.before().width(),
                is.kernel().width(),
                counts ? -is.before().width() : 0,
                image.width() + (counts ? is.after().width() : 0));
        return (double) is.kernel().height() * is.kernel().width() / Math.max(1, down * across);
    }

    private static int inside(int start, int length, int least, int most) {
        return Math.max(0, Math.min(start + length, most) - Math.max(start, least));
    }
}
