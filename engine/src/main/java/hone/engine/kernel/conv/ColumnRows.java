package hone.engine.kernel.conv;

import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;

/**
 * Where the columns of {@link hone.engine.op.conv.Im2col} and the pixels of its image lie: all that does not change from
 * run to run.
 *
 * @param channels of the image
 * @param places of the kernel on the image, both ways
 */
record ColumnRows(Conv2d of, Extent kernel, int channels, Extent image, Extent places) {
    /** Columns of one channel: elements of the kernel. */
    int columns() {
        return kernel.height() * kernel.width();
    }

    /** Pixels of one channel. */
    int plane() {
        return image.height() * image.width();
    }

    /** Elements of one column. */
    int length() {
        return places.height() * places.width();
    }

    /** The image row that a kernel row meets at a row of places; outside of the image it is padding. */
    int down(int row, int kernelRow) {
        return row * of.stride().height()
                - of.padding().height()
                + kernelRow * of.dilation().height();
    }

    boolean inside(int down) {
        return down >= 0 && down < image.height();
    }

    /** The image column that a kernel column meets at the first place. */
    int left(int kernelColumn) {
        return kernelColumn * of.dilation().width() - of.padding().width();
    }

    /** The first place across at which a kernel column beginning at {@code left} is inside of the image. */
    int first(int left) {
        return Math.min(
                places.width(), Math.ceilDiv(-Math.min(0, left), of.stride().width()));
    }

    /** The place behind the last. */
    int end(int left) {
        int stride = of.stride().width();
        return Math.max(first(left), Math.min(places.width(), Math.ceilDiv(image.width() - left, stride)));
    }
}
