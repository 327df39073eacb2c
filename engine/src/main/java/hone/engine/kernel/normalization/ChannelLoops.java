package hone.engine.kernel.normalization;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** y = x · factor + summand with the Vector API, one fused multiply-add for a whole vector of elements. */
final class ChannelLoops {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private ChannelLoops() {}

    /** A row of features, each with a factor and a summand of its own; factors and summands begin with the row. */
    static void features(
            MemorySegment x, MemorySegment factors, MemorySegment summands, MemorySegment y, long row, int count) {
        int whole = LANES.loopBound(count);
        for (int i = 0; i < whole; i += LANES.length()) {
            long at = (long) i * Float.BYTES;
            FloatVector.fromMemorySegment(LANES, x, row + at, ORDER)
                    .fma(
                            FloatVector.fromMemorySegment(LANES, factors, at, ORDER),
                            FloatVector.fromMemorySegment(LANES, summands, at, ORDER))
                    .intoMemorySegment(y, row + at, ORDER);
        }
        for (int i = whole; i < count; i++) {
            long at = (long) i * Float.BYTES;
            y.set(F32, row + at, Math.fma(x.get(F32, row + at), factors.get(F32, at), summands.get(F32, at)));
        }
    }

    /** A plane of pixels, with one factor and one summand for all. */
    static void plane(MemorySegment x, MemorySegment y, long plane, int count, float factor, float summand) {
        FloatVector factors = FloatVector.broadcast(LANES, factor);
        FloatVector summands = FloatVector.broadcast(LANES, summand);
        int whole = LANES.loopBound(count);
        for (int i = 0; i < whole; i += LANES.length()) {
            long at = plane + (long) i * Float.BYTES;
            FloatVector.fromMemorySegment(LANES, x, at, ORDER)
                    .fma(factors, summands)
                    .intoMemorySegment(y, at, ORDER);
        }
        for (int i = whole; i < count; i++) {
            long at = plane + (long) i * Float.BYTES;
            y.set(F32, at, Math.fma(x.get(F32, at), factor, summand));
        }
    }
}
