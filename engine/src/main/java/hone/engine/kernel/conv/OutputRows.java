package hone.engine.kernel.conv;

import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.op.activation.Activation;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Writes sums that were computed with gaps between the rows ({@link PaddedRows}) to where they belong, without them, and
 * on the way, while a vector of them is in a register, the convolution's activation.
 */
final class OutputRows {
    private static final int LENGTH = FloatVector.SPECIES_PREFERRED.length();

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
        long plane = (long) shape.plane() * Float.BYTES;
        int rows = pitch == row ? 1 : height;
        int count = pitch == row ? height * shape.outWidth() : shape.outWidth();
        Activation activation = shape.op().activation();
        boolean onTheWay = activation != Activation.NONE && count >= LENGTH;
        if (!onTheWay) {
            // Rows that fill no vector are better off where they lie one behind the other, gaps and all
            ActivationLoops.finish(activation, sums, tile, 0, 1, (int) (channels * tileRow / Float.BYTES));
        }
        for (int channel = 0; channel < channels; channel++) {
            long from = tile + channel * tileRow;
            long to = target + channel * plane;
            if (onTheWay) {
                ActivationLoops.run(activation, sums, from, pitch, y, to, row, rows, count);
            } else {
                RowCopy.run(sums, from, pitch, y, to, row, rows, count);
            }
        }
    }
}
