package hone.engine.op.conv;

/**
 * The largest pixel of each window; padding is never the largest, and a window with NaN gives NaN.
 *
 * @param kernel pixels of the window
 * @param stride pixels from one place of the window to the next
 * @param padding pixels around the image, the same at opposite sides
 */
public record MaxPool2d(Extent kernel, Extent stride, Extent padding) implements Pool2d {
    public MaxPool2d {
        Pool2d.check(kernel, stride, padding);
    }

    /** A window that moves by its own size, without padding. */
    public static MaxPool2d square(int side) {
        return new MaxPool2d(Extent.square(side), Extent.square(side), Extent.square(0));
    }

    @Override
    public String kind() {
        return "MaxPool2d";
    }
}
