package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * A convolution of images or lines. Padding that differs at opposite sides becomes the larger of both, and the kernel grows by
 * rows and columns of zeros that look at what is too much: the same numbers, at the price of those zeros. Where the kernel is
 * dilated or no constant, the image is padded before.
 */
final class ConvLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Conv");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0).flatMap(value -> Images.of(site, value));
        Optional<Planned> weight = site.operand(1);
        if (weight.isEmpty() || x.isEmpty()) {
            return Optional.empty();
        }
        List<Dim> sizes = weight.get().type().dims();
        if (sizes.size() != 4 && sizes.size() != 3) {
            return site.refuse(
                    "it has " + (sizes.size() - 2) + " dimensions, and only images and lines have an op here");
        }
        long[] kernelSizes = sizes.stream().skip(2).mapToLong(Dim::max).toArray();
        Optional<WindowAttributes> window = WindowAttributes.of(site, kernelSizes);
        if (window.isEmpty()) {
            return site.refuse("its strides, dilations or pads do not fit an image");
        }
        WindowAttributes is = window.get();
        Optional<NdArray> constant = site.constant(1).filter(array -> array.rank() == 4);
        boolean grows = !is.isSymmetric() && is.dilation().equals(Extent.square(1)) && constant.isPresent();
        boolean pads = !is.isSymmetric() && !grows;
        Extent padding = pads
                ? Extent.square(0)
                : new Extent(
                        Math.max(is.before().height(), is.after().height()),
                        Math.max(is.before().width(), is.after().width()));
        Optional<Planned> image = pads ? Images.padded(site, x.get(), is.before(), is.after(), 0) : x;
        Optional<Planned> kernel = constant.isPresent()
                ? Optional.of(kernel(site, constant.get(), is, padding, grows))
                : Images.of(site, weight.get());
        int groups = Math.toIntExact(site.whole("group", 1));
        Conv2d conv = new Conv2d(is.stride(), padding, is.dilation(), groups, site.has(2));
        return image.flatMap(input -> kernel.flatMap(matrix -> convolution(site, conv, input, matrix)))
                .flatMap(result -> Shapes.result(site, result));
    }

    private static Optional<Planned> convolution(LoweringSite site, Conv2d conv, Planned x, Planned kernel) {
        return conv.bias()
                ? site.operand(2).flatMap(bias -> site.apply(conv, x, kernel, bias))
                : site.apply(conv, x, kernel);
    }

    private static Planned kernel(
            LoweringSite site, NdArray weight, WindowAttributes is, Extent padding, boolean grows) {
        if (!grows) {
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
