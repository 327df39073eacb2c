package hone.engine.kernel.conv;

import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.op.activation.Activation;
import java.lang.foreign.MemorySegment;

/**
 * Writes sums that were computed with gaps between the rows ({@link PaddedRows}) to where they belong, without them, and
 * on the way, while a vector of them is in a register, the convolution's activation.
 */
final class OutputRows {
    private OutputRows() {}

    /**
     * Writes some rows of some channels. All offsets are in bytes.
     *
     * @param tile first sum of the first channel
     * @param tileRow from one channel's sums to the next
     * @param target of the first sum
     */
    static void write(
            ConvShape shape,
            MemorySegment sums,
            long tile,
            long tileRow,
            int channels,
            int height,
            MemorySegment y,
            long target) {
        long pitch = (long) PaddedRows.pitch(shape) * Float.BYTES;
        long row = (long) shape.outWidth() * Float.BYTES;
        Activation activation = shape.op().activation();
        long plane = (long) shape.plane() * Float.BYTES;
        for (int channel = 0; channel < channels; channel++) {
            long from = tile + channel * tileRow;
            long to = target + channel * plane;
            int rows = pitch == row ? 1 : height;
            int count = pitch == row ? height * shape.outWidth() : shape.outWidth();
            if (activation == Activation.NONE) {
                RowCopy.run(sums, from, pitch, y, to, row, rows, count);
            } else {
                ActivationLoops.run(activation, sums, from, pitch, y, to, row, rows, count);
            }
        }
    }
}
