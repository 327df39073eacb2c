package hone.engine.kernel.conv;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Copies a short row of pixels: a general copy's call would take longer than the few vectors it moves. */
final class RowCopy {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private RowCopy() {}

    /** Copies {@code count} floats from byte {@code source} to byte {@code target} of other memory. */
    static void run(MemorySegment from, long source, MemorySegment to, long target, int count) {
        int j = 0;
        for (; j <= count - LENGTH; j += LENGTH) {
            FloatVector.fromMemorySegment(LANES, from, source + (long) j * Float.BYTES, ORDER)
                    .intoMemorySegment(to, target + (long) j * Float.BYTES, ORDER);
        }
        if (j == count) {
            return;
        }
        if (count >= LENGTH) {
            // The last whole vector, which overlaps the one before.
            long last = (long) (count - LENGTH) * Float.BYTES;
            FloatVector.fromMemorySegment(LANES, from, source + last, ORDER)
                    .intoMemorySegment(to, target + last, ORDER);
        } else {
            VectorMask<Float> mask = LANES.indexInRange(0, count);
            FloatVector.fromMemorySegment(LANES, from, source, ORDER, mask).intoMemorySegment(to, target, ORDER, mask);
        }
    }
}
