package hone.engine.kernel.conv;

import hone.engine.op.conv.Conv2d;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A copy of those pixels of one group of channels that a block of output rows looks at, with the padding around them,
 * laid out so that neighbouring outputs always find their pixels side by side. After that copy nothing remains of
 * stride, padding and dilation: for every element of the kernel there is one offset, its <em>tap</em>, and output number
 * p of the block (counted with the gaps between rows) multiplies that element with the pixel at tap + p.
 *
 * <p>Where the stride is 1 the copy is the padded image, {@code [channel][row][pitch]}. Where it is not, rows and columns
 * are dealt out by what is left of their number after division by the stride, {@code [channel][row mod stride][column
 * mod stride][row / stride][pitch]}: columns 0, 2, 4 … of stride 2 lie side by side, and 1, 3, 5 … after them.
 */
final class PaddedRows {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final ConvShape shape;
    private final int pitch;
    private final int extraRows;
    private final int remaindersDown;
    private final int remaindersAcross;
    private final long planeBytes;

    /** @param rows most output rows of a block */
    PaddedRows(ConvShape shape, int rows) {
        this.shape = shape;
        Conv2d op = shape.op();
        int reachDown = (shape.kernelHeight() - 1) * op.dilation().height();
        int reachAcross = (shape.kernelWidth() - 1) * op.dilation().width();
        pitch = pitch(shape);
        extraRows = reachDown / op.stride().height();
        remaindersDown = Math.min(op.stride().height(), reachDown + 1);
        remaindersAcross = Math.min(op.stride().width(), reachAcross + 1);
        planeBytes = (long) (rows + extraRows) * pitch * Float.BYTES;
    }

    /** From one output row to the next, in floats, both in this copy and in what is computed from it. */
    static int pitch(ConvShape shape) {
        Conv2d op = shape.op();
        return shape.outWidth()
                + (shape.kernelWidth() - 1)
                        * op.dilation().width()
                        / op.stride().width();
    }

    /** Outputs of a block of that many rows, counted with the gaps between rows. */
    int length(int height) {
        return (height - 1) * pitch + shape.outWidth();
    }

    private long channelBytes() {
        return planeBytes * remaindersDown * remaindersAcross;
    }

    /**
     * Bytes of the copy, in whole cache lines.
     *
     * @param channels how many are copied at a time
     * @param beyond bytes behind the last pixel that may be read, for outputs beyond the last one
     */
    long bytes(int channels, long beyond) {
        return (channels * channelBytes() + beyond + 63) / 64 * 64;
    }

    /** The byte offset for every element of the kernel, in the order of the weights. */
    int[] taps(int channels) {
        Conv2d op = shape.op();
        int[] taps = new int[channels * shape.kernelHeight() * shape.kernelWidth()];
        int step = 0;
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < shape.kernelHeight(); i++) {
                for (int j = 0; j < shape.kernelWidth(); j++) {
                    int down = i * op.dilation().height();
                    int across = j * op.dilation().width();
                    long plane = plane(
                            c, down % op.stride().height(), across % op.stride().width());
                    long pixel = (long) (down / op.stride().height()) * pitch
                            + across / op.stride().width();
                    taps[step++] = Math.toIntExact(plane + pixel * Float.BYTES);
                }
            }
        }
        return taps;
    }

    private long plane(int channel, int down, int across) {
        return channel * channelBytes() + ((long) down * remaindersAcross + across) * planeBytes;
    }

    /**
     * Makes the copy for the block of {@code height} output rows that begins at {@code top}. Padding left and right is
     * never written: it holds the zeros it began with.
     *
     * @param first byte of the first channel's plane in {@code x}
     * @param base byte of {@code to} where this worker's copy begins
     */
    void fill(MemorySegment x, long first, int channels, int top, int height, MemorySegment to, long base) {
        Conv2d op = shape.op();
        int strideDown = op.stride().height();
        int start = top * strideDown - op.padding().height();
        long rowBytes = (long) pitch * Float.BYTES;
        for (int c = 0; c < channels; c++) {
            long plane = first + (long) c * shape.height() * shape.width() * Float.BYTES;
            for (int remainder = 0; remainder < remaindersDown; remainder++) {
                long target = base + plane(c, remainder, 0);
                int down = start + remainder;
                int before = Math.clamp(Math.ceilDiv(-down, strideDown), 0, height + extraRows);
                int end = Math.clamp(Math.ceilDiv(shape.height() - down, strideDown), before, height + extraRows);
                clear(to, target, 0, before);
                long from = plane + (down + (long) before * strideDown) * shape.width() * Float.BYTES;
                copy(x, from, to, target + before * rowBytes, end - before);
                clear(to, target, end, height + extraRows);
            }
        }
    }

    /** Rows of padding, above or below. */
    private void clear(MemorySegment to, long plane, int first, int end) {
        for (int remainder = 0; remainder < remaindersAcross; remainder++) {
            long at = plane + remainder * planeBytes + (long) first * pitch * Float.BYTES;
            for (int i = 0; i < (end - first) * pitch; i++) {
                to.set(F32, at + (long) i * Float.BYTES, 0);
            }
        }
    }

    private void copy(MemorySegment x, long from, MemorySegment to, long target, int rows) {
        int stride = shape.op().stride().width();
        int padding = shape.op().padding().width();
        long xRow = (long) shape.op().stride().height() * shape.width() * Float.BYTES;
        long row = (long) pitch * Float.BYTES;
        if (stride == 1) {
            RowCopy.run(x, from, xRow, to, target + (long) padding * Float.BYTES, row, rows, shape.width());
            return;
        }
        for (int remainder = 0; remainder < remaindersAcross; remainder++) {
            int left = remainder - padding;
            int first = Math.ceilDiv(Math.max(0, -left), stride);
            int end = Math.min(pitch, Math.ceilDiv(shape.width() - left, stride));
            for (int i = 0; i < rows; i++) {
                long at = target + remainder * planeBytes + i * row;
                long pixels = from + i * xRow + (long) left * Float.BYTES;
                for (int column = first; column < end; column++) {
                    float pixel = x.get(F32, pixels + (long) column * stride * Float.BYTES);
                    to.set(F32, at + (long) column * Float.BYTES, pixel);
                }
            }
        }
    }
}
