package hone.engine.kernel.conv;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Copies short rows of pixels: a general copy's call would take longer than the few vectors it moves. */
final class RowCopy {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private RowCopy() {}

    /**
     * Copies {@code rows} rows of {@code count} floats each between memory that does not overlap. A row that is no
     * multiple of a vector ends with a vector that overlaps the one before. All offsets are in bytes.
     */
    static void run(
            MemorySegment from,
            long source,
            long sourceRow,
            MemorySegment to,
            long target,
            long targetRow,
            int rows,
            int count) {
        if (count < LENGTH) {
            VectorMask<Float> mask = LANES.indexInRange(0, count);
            for (int i = 0; i < rows; i++) {
                FloatVector.fromMemorySegment(LANES, from, source + i * sourceRow, ORDER, mask)
                        .intoMemorySegment(to, target + i * targetRow, ORDER, mask);
            }
            return;
        }
        long last = (long) (count - LENGTH) * Float.BYTES;
        for (int i = 0; i < rows; i++) {
            long a = source + i * sourceRow;
            long b = target + i * targetRow;
            for (long at = 0; at < last; at += LANES.vectorByteSize()) {
                FloatVector.fromMemorySegment(LANES, from, a + at, ORDER).intoMemorySegment(to, b + at, ORDER);
            }
            FloatVector.fromMemorySegment(LANES, from, a + last, ORDER).intoMemorySegment(to, b + last, ORDER);
        }
    }
}
