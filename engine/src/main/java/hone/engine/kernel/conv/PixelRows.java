package hone.engine.kernel.conv;

import hone.engine.op.conv.Conv2d;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A copy of the image rows that a block of output rows looks at, with the padding around them and channels last:
 * {@code [row][column][channel]}. The channels of a pixel lie side by side, so that a patch of the image is as many
 * stretches of memory as the kernel has rows. Images that have one channel, or channels last already, are copied row by
 * row; others are transposed on the way.
 */
final class PixelRows {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final NhwcShape shape;
    private final int columns;

    /** @param pixels outputs of a row that are computed, which may be a few more than there are */
    PixelRows(NhwcShape shape, int pixels) {
        this.shape = shape;
        ConvShape conv = shape.conv();
        Conv2d op = conv.op();
        columns = (pixels - 1) * op.stride().width()
                + (conv.kernelWidth() - 1) * op.dilation().width()
                + 1;
    }

    /** Pixels of a row of the copy. */
    int columns() {
        return columns;
    }

    /** Elements of a row of the copy. */
    int rowElements() {
        return Math.multiplyExact(columns, shape.channels());
    }

    /** Rows of the copy for so many rows of the convolution. */
    int rows(int convRows) {
        ConvShape conv = shape.conv();
        return (convRows - 1) * conv.op().stride().height()
                + (conv.kernelHeight() - 1) * conv.op().dilation().height()
                + 1;
    }

    /** Elements of the copy for so many rows of the convolution. */
    int elements(int convRows) {
        return Math.multiplyExact(rows(convRows), rowElements());
    }

    /** From a patch's first element to each, in the order of {@link LanePanels}. */
    int[] taps() {
        ConvShape conv = shape.conv();
        int[] taps = new int[conv.steps()];
        int step = 0;
        for (int j = 0; j < conv.kernelWidth(); j++) {
            for (int i = 0; i < conv.kernelHeight(); i++) {
                for (int c = 0; c < shape.channels(); c++) {
                    int down = i * conv.op().dilation().height() * rowElements();
                    int across = j * conv.op().dilation().width() * shape.channels();
                    taps[step++] = down + across + c;
                }
            }
        }
        return taps;
    }

    /**
     * Makes the copy. Padding left and right is never written: it holds the zeros it began with.
     *
     * @param first byte of the image in {@code x}
     * @param top the first row of the convolution
     * @param convRows how many rows of it
     */
    void fill(MemorySegment x, long first, int top, int convRows, float[] to) {
        ConvShape conv = shape.conv();
        Conv2d op = conv.op();
        int start = top * op.stride().height() - op.padding().height();
        int rows = rows(convRows);
        int before = Math.clamp(-start, 0, rows);
        int end = Math.clamp(conv.height() - start, before, rows);
        int width = Math.clamp(columns - op.padding().width(), 0, conv.width());
        int left = op.padding().width() * shape.channels();
        Arrays.fill(to, 0, before * rowElements(), 0);
        if (shape.lastInput() || shape.channels() == 1) {
            long xRow = (long) conv.width() * shape.channels() * Float.BYTES;
            long from = first + (start + before) * xRow;
            copy(
                    x,
                    from,
                    xRow,
                    to,
                    before * rowElements() + left,
                    rowElements(),
                    end - before,
                    width * shape.channels());
        } else {
            for (int row = before; row < end; row++) {
                transpose(x, first, start + row, width, to, row * rowElements() + left);
            }
        }
        Arrays.fill(to, end * rowElements(), rows * rowElements(), 0);
    }

    /** Copies rows of {@code count} floats: whole vectors, the last overlapping the one before. */
    private static void copy(
            MemorySegment x, long from, long xRow, float[] to, int target, int row, int rows, int count) {
        int last = count - LENGTH;
        for (int i = 0; i < rows; i++) {
            long source = from + i * xRow;
            int at = target + i * row;
            for (int j = 0; j < last; j += LENGTH) {
                FloatVector.fromMemorySegment(LANES, x, source + (long) j * Float.BYTES, ORDER)
                        .intoArray(to, at + j);
            }
            if (last >= 0) {
                FloatVector.fromMemorySegment(LANES, x, source + (long) last * Float.BYTES, ORDER)
                        .intoArray(to, at + last);
            } else {
                for (int j = 0; j < count; j++) {
                    to[at + j] = x.get(F32, source + (long) j * Float.BYTES);
                }
            }
        }
    }

    private void transpose(MemorySegment x, long first, int row, int width, float[] to, int target) {
        ConvShape conv = shape.conv();
        int channels = shape.channels();
        for (int c = 0; c < channels; c++) {
            long from = first + ((long) c * conv.height() + row) * conv.width() * Float.BYTES;
            for (int column = 0; column < width; column++) {
                to[target + column * channels + c] = x.get(F32, from + (long) column * Float.BYTES);
            }
        }
    }
}
