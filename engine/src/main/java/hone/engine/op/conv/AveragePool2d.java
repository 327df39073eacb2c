package hone.engine.op.conv;

/**
 * The mean of each window's pixels. Padding does not count, neither in the sum nor in the number of pixels: ONNX calls that {@code count_include_pad=0}.
 *
 * @param kernel pixels of the window
 * @param stride pixels from one place of the window to the next
 * @param padding pixels around the image, the same at opposite sides
 */
public record AveragePool2d(Extent kernel, Extent stride, Extent padding) implements Pool2d {
    public AveragePool2d {
        Pool2d.check(kernel, stride, padding);
    }

    /** A window that moves by its own size, without padding. */
    public static AveragePool2d square(int side) {
        return new AveragePool2d(Extent.square(side), Extent.square(side), Extent.square(0));
    }

    @Override
    public String kind() {
        return "AveragePool2d";
    }
}
