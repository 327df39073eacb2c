package hone.engine.kernel.conv;

import java.lang.foreign.MemorySegment;

/** Writes sums that were computed with gaps between the rows ({@link PaddedRows}) to where they belong, without them. */
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
        long plane = (long) shape.plane() * Float.BYTES;
        for (int channel = 0; channel < channels; channel++) {
            long from = tile + channel * tileRow;
            long to = target + channel * plane;
            if (pitch == row) {
                RowCopy.run(sums, from, 0, y, to, 0, 1, height * shape.outWidth());
            } else {
                RowCopy.run(sums, from, pitch, y, to, row, height, shape.outWidth());
            }
        }
    }
}
