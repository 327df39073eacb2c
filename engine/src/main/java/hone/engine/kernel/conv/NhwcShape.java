package hone.engine.kernel.conv;

import hone.engine.kernel.Site;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.conv.Extent;
import hone.engine.tensor.TensorType;

/**
 * The sizes of a convolution and the pooling behind it, with channels last or first in memory.
 *
 * @param conv the convolution's
 * @param window pixels of the pooling's window; one where there is no pooling
 * @param windowStride pixels from one window to the next
 * @param rows of the result
 * @param columns of the result
 * @param lastInput whether the input has channels last
 * @param lastOutput whether the output has
 */
record NhwcShape(
        ConvShape conv,
        Extent window,
        Extent windowStride,
        int rows,
        int columns,
        boolean lastInput,
        boolean lastOutput) {
    static NhwcShape of(Conv2d op, Site site) {
        ConvShape conv = ConvShape.of(op, site);
        Extent one = Extent.square(1);
        return new NhwcShape(conv, one, one, conv.outHeight(), conv.outWidth(), false, false);
    }

    static NhwcShape of(ConvPool2d op, Site site) {
        TensorType x = site.inputs().get(0);
        TensorType w = site.inputs().get(1);
        TensorType y = site.outputs().getFirst();
        TensorType convolved = op.convolved(site.inputs());
        int place = op.channelsLastInput() ? 1 : 2;
        ConvShape conv = new ConvShape(
                op.conv(),
                size(x, op.channelsLastInput() ? 3 : 1),
                size(x, place),
                size(x, place + 1),
                size(convolved, 1),
                size(convolved, 2),
                size(convolved, 3),
                size(w, 2),
                size(w, 3));
        int result = op.channelsLastOutput() ? 1 : 2;
        return new NhwcShape(
                conv,
                op.pool().kernel(),
                op.pool().stride(),
                size(y, result),
                size(y, result + 1),
                op.channelsLastInput(),
                op.channelsLastOutput());
    }

    private static int size(TensorType type, int dim) {
        return Math.toIntExact(type.dim(dim).max());
    }

    int channels() {
        return conv.channels();
    }

    /** Rows of the convolution that so many rows of the result are made from. */
    int convRows(int height) {
        return (height - 1) * windowStride.height() + window.height();
    }

    long imageBytes() {
        return (long) conv.channels() * conv.height() * conv.width() * Float.BYTES;
    }

    /** Elements of one image's result. */
    long resultElements() {
        return (long) conv.outputs() * rows * columns;
    }

    /** The same sizes as {@link RowBlocks} wants them: the result's rows are what is shared among units. */
    ConvShape resultRows() {
        return new ConvShape(
                conv.op(),
                conv.channels(),
                conv.height(),
                conv.width(),
                conv.outputs(),
                rows,
                columns,
                conv.kernelHeight(),
                conv.kernelWidth());
    }
}
