package hone.engine.op.conv;

import hone.engine.InvalidInput;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;

/**
 * A window that slides over an image.
 *
 * @param kernel pixels it looks at, both ways
 * @param stride pixels from one place to the next
 * @param padding pixels around the image, the same at opposite sides
 * @param dilation pixels from one pixel it looks at to the next: 1 leaves no gap
 */
record Window(Extent kernel, Extent stride, Extent padding, Extent dilation) {
    /**
     * The number of places in an image of (…, height, width).
     *
     * @throws InvalidInput if there is none
     */
    Extent places(TensorType image) {
        return new Extent(
                places(
                        image.dim(2).max(),
                        kernel.height(),
                        stride.height(),
                        padding.height(),
                        dilation.height(),
                        "tall"),
                places(image.dim(3).max(), kernel.width(), stride.width(), padding.width(), dilation.width(), "wide"));
    }

    private static int places(long size, int kernel, int stride, int padding, int dilation, String how) {
        long padded = size + 2L * padding;
        long reach = (kernel - 1L) * dilation + 1;
        if (reach > padded) {
            throw new InvalidInput(
                    "the window is larger than the padded image",
                    "",
                    "it is " + reach + " pixels " + how + ", the image " + padded);
        }
        return size(1 + (padded - reach) / stride, how);
    }

    private static int size(long places, String how) {
        if (places > Integer.MAX_VALUE) {
            throw new InvalidInput("the image is too large", "", places + " results " + how);
        }
        return (int) places;
    }

    /** Expects images (batch, channels, height, width) of which only the batch may be unknown. */
    static TensorType images(TensorType type) {
        Expect.rank(Expect.dtype(type, DType.F32, "input"), 4, "input");
        for (int d = 1; d < 4; d++) {
            if (!(type.dim(d) instanceof Dim.Fixed fixed) || fixed.size() < 1 || fixed.size() > Integer.MAX_VALUE) {
                throw new InvalidInput(
                        "channels, height and width of images must be fixed and at least 1", "", "they are " + type);
            }
        }
        return type;
    }
}
