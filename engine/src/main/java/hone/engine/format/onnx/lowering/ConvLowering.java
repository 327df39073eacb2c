package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * A convolution of images. Padding that differs at opposite sides becomes the larger of both, and the kernel grows by rows
 * and columns of zeros that look at what is too much: the same numbers, at the price of those zeros.
 */
final class ConvLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Conv");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        Optional<NdArray> weight = site.constant(1);
        if (weight.isEmpty() || x.isEmpty()) {
            return site.refuse("its kernel is no constant");
        }
        if (weight.get().rank() != 4) {
            return site.refuse("it has " + (weight.get().rank() - 2) + " dimensions, and only images have an op here");
        }
        Optional<WindowAttributes> window =
                WindowAttributes.of(site, weight.get().dim(2), weight.get().dim(3));
        if (window.isEmpty()) {
            return site.refuse("its strides, dilations or pads do not fit an image");
        }
        WindowAttributes is = window.get();
        if (!is.isSymmetric() && !is.dilation().equals(Extent.square(1))) {
            return site.refuse("its pads differ at opposite sides, and its kernel is dilated");
        }
        Extent padding = new Extent(
                Math.max(is.before().height(), is.after().height()),
                Math.max(is.before().width(), is.after().width()));
        Planned kernel = kernel(site, weight.get(), is, padding);
        boolean bias = site.has(2);
        int groups = Math.toIntExact(site.whole("group", 1));
        Conv2d conv = new Conv2d(is.stride(), padding, is.dilation(), groups, bias);
        if (!bias) {
            return site.apply(conv, x.get(), kernel);
        }
        Optional<NdArray> given = site.constant(2);
        return given.isEmpty()
                ? site.refuse("its bias is no constant")
                : site.apply(conv, x.get(), kernel, site.weights().same(site.input(2), given.get()));
    }

    private static Planned kernel(LoweringSite site, NdArray weight, WindowAttributes is, Extent padding) {
        if (is.isSymmetric()) {
            return site.weights().same(site.input(1), weight);
        }
        int above = padding.height() - is.before().height();
        int left = padding.width() - is.before().width();
        int rows = weight.dim(2);
        int columns = weight.dim(3);
        int allRows = rows + above + padding.height() - is.after().height();
        int allColumns = columns + left + padding.width() - is.after().width();
        IntToDoubleFunction grown = i -> {
            int column = i % allColumns - left;
            int row = i / allColumns % allRows - above;
            int plane = i / allColumns / allRows;
            boolean inside = row >= 0 && row < rows && column >= 0 && column < columns;
            return inside ? weight.real((plane * rows + row) * columns + column) : 0;
        };
        long[] sizes = {weight.dim(0), weight.dim(1), allRows, allColumns};
        return site.weights()
                .of(site.input(1), "padded " + above + " " + left + " " + padding, DType.F32, sizes, grown);
    }
}
