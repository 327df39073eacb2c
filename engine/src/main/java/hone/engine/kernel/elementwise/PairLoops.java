package hone.engine.kernel.elementwise;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums and products of two slices of memory, a vector at a time; the result may be written over either. */
public final class PairLoops {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private PairLoops() {}

    /**
     * y = a + b.
     *
     * @param aAt byte at which a begins
     * @param bAt byte at which b begins
     * @param yAt byte at which y begins
     */
    public static void add(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int count) {
        int whole = LANES.loopBound(count);
        for (int i = 0; i < whole; i += LANES.length()) {
            long at = (long) i * Float.BYTES;
            FloatVector.fromMemorySegment(LANES, a, aAt + at, ORDER)
                    .add(FloatVector.fromMemorySegment(LANES, b, bAt + at, ORDER))
                    .intoMemorySegment(y, yAt + at, ORDER);
        }
        for (int i = whole; i < count; i++) {
            long at = (long) i * Float.BYTES;
            y.set(F32, yAt + at, a.get(F32, aAt + at) + b.get(F32, bAt + at));
        }
    }

    /** y = a · b; as {@link #add}. */
    public static void multiply(
            MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, int count) {
        int whole = LANES.loopBound(count);
        for (int i = 0; i < whole; i += LANES.length()) {
            long at = (long) i * Float.BYTES;
            FloatVector.fromMemorySegment(LANES, a, aAt + at, ORDER)
                    .mul(FloatVector.fromMemorySegment(LANES, b, bAt + at, ORDER))
                    .intoMemorySegment(y, yAt + at, ORDER);
        }
        for (int i = whole; i < count; i++) {
            long at = (long) i * Float.BYTES;
            y.set(F32, yAt + at, a.get(F32, aAt + at) * b.get(F32, bAt + at));
        }
    }
}
