package hone.engine.kernel.attention;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns squares of as many queries as there are lanes, so that each query gets a lane of its own: two rows a step apart
 * exchange the lanes in which they differ in that step, with steps of 1, 2, 4 and so on. Four rows at a time take two
 * steps while they are in registers, so a square is written twice, where element by element each takes a load and a store
 * of its own. Offsets are in bytes.
 */
final class QueryTranspose {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final long ROW = QueryLanes.ROW;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final VectorShuffle<Float> STEP1 = VectorShuffle.fromOp(LANES, lane -> lane ^ 1);
    private static final VectorShuffle<Float> STEP2 = VectorShuffle.fromOp(LANES, lane -> lane ^ 2);
    private static final VectorShuffle<Float> STEP4 = VectorShuffle.fromOp(LANES, lane -> (lane ^ 4) % LENGTH);
    private static final VectorShuffle<Float> STEP8 = VectorShuffle.fromOp(LANES, lane -> (lane ^ 8) % LENGTH);
    private static final VectorMask<Float> UPPER1 = VectorMask.fromLong(LANES, 0xAAAAAAAAAAAAAAAAL);
    private static final VectorMask<Float> UPPER2 = VectorMask.fromLong(LANES, 0xCCCCCCCCCCCCCCCCL);
    private static final VectorMask<Float> UPPER4 = VectorMask.fromLong(LANES, 0xF0F0F0F0F0F0F0F0L);
    private static final VectorMask<Float> UPPER8 = VectorMask.fromLong(LANES, 0xFF00FF00FF00FF00L);

    private QueryTranspose() {}

    /** Whether heads of this many elements fall into squares that need two to four steps. */
    static boolean fits(int headDim) {
        return headDim % LENGTH == 0 && LENGTH >= 4 && LENGTH <= 16;
    }

    /**
     * Two vectors of queries, scaled and turned.
     *
     * @param q queries, {@code qRow} apart, of which there are {@code rows}
     * @param turned // (headDim, lanes); what stands in lanes without a query means nothing
     */
    static void run(
            MemorySegment q, long q0, long qRow, int rows, int headDim, float scale, MemorySegment turned, long t0) {
        for (int first = 0; first < rows; first += LENGTH) {
            long from = q0 + first * qRow;
            long last = q0 + (rows - 1) * qRow;
            for (int c = 0; c < headDim; c += LENGTH) {
                long at = (long) c * Float.BYTES;
                long square = t0 + c * ROW + (long) first * Float.BYTES;
                for (int i = 0; i < LENGTH; i += 4) {
                    takeFour(q, from + i * qRow + at, qRow, last + at, scale, turned, square + i * ROW);
                }
                for (int i = 0; i < 4 && LENGTH == 16; i++) {
                    turnFour(turned, square + i * ROW);
                }
                for (int i = 0; i < 4 && LENGTH == 8; i++) {
                    turnTwo(turned, square + i * ROW);
                }
            }
        }
    }

    /** The first two steps, of four queries; behind the last one, it is taken again. */
    private static void takeFour(
            MemorySegment q, long q0, long qRow, long last, float scale, MemorySegment turned, long at) {
        FloatVector x0 = FloatVector.fromMemorySegment(LANES, q, Math.min(q0, last), ORDER);
        FloatVector x1 = FloatVector.fromMemorySegment(LANES, q, Math.min(q0 + qRow, last), ORDER);
        FloatVector x2 = FloatVector.fromMemorySegment(LANES, q, Math.min(q0 + 2 * qRow, last), ORDER);
        FloatVector x3 = FloatVector.fromMemorySegment(LANES, q, Math.min(q0 + 3 * qRow, last), ORDER);
        FloatVector y0 = x0.blend(x1.rearrange(STEP1), UPPER1).mul(scale);
        FloatVector y1 = x0.rearrange(STEP1).blend(x1, UPPER1).mul(scale);
        FloatVector y2 = x2.blend(x3.rearrange(STEP1), UPPER1).mul(scale);
        FloatVector y3 = x2.rearrange(STEP1).blend(x3, UPPER1).mul(scale);
        y0.blend(y2.rearrange(STEP2), UPPER2).intoMemorySegment(turned, at, ORDER);
        y1.blend(y3.rearrange(STEP2), UPPER2).intoMemorySegment(turned, at + ROW, ORDER);
        y0.rearrange(STEP2).blend(y2, UPPER2).intoMemorySegment(turned, at + 2 * ROW, ORDER);
        y1.rearrange(STEP2).blend(y3, UPPER2).intoMemorySegment(turned, at + 3 * ROW, ORDER);
    }

    /** The last two steps of sixteen lanes, of four rows that stand four apart. */
    private static void turnFour(MemorySegment turned, long at) {
        FloatVector x0 = FloatVector.fromMemorySegment(LANES, turned, at, ORDER);
        FloatVector x1 = FloatVector.fromMemorySegment(LANES, turned, at + 4 * ROW, ORDER);
        FloatVector x2 = FloatVector.fromMemorySegment(LANES, turned, at + 8 * ROW, ORDER);
        FloatVector x3 = FloatVector.fromMemorySegment(LANES, turned, at + 12 * ROW, ORDER);
        FloatVector y0 = x0.blend(x1.rearrange(STEP4), UPPER4);
        FloatVector y1 = x0.rearrange(STEP4).blend(x1, UPPER4);
        FloatVector y2 = x2.blend(x3.rearrange(STEP4), UPPER4);
        FloatVector y3 = x2.rearrange(STEP4).blend(x3, UPPER4);
        y0.blend(y2.rearrange(STEP8), UPPER8).intoMemorySegment(turned, at, ORDER);
        y1.blend(y3.rearrange(STEP8), UPPER8).intoMemorySegment(turned, at + 4 * ROW, ORDER);
        y0.rearrange(STEP8).blend(y2, UPPER8).intoMemorySegment(turned, at + 8 * ROW, ORDER);
        y1.rearrange(STEP8).blend(y3, UPPER8).intoMemorySegment(turned, at + 12 * ROW, ORDER);
    }

    /** The last step of eight lanes, of two rows that stand four apart. */
    private static void turnTwo(MemorySegment turned, long at) {
        FloatVector x0 = FloatVector.fromMemorySegment(LANES, turned, at, ORDER);
        FloatVector x1 = FloatVector.fromMemorySegment(LANES, turned, at + 4 * ROW, ORDER);
        x0.blend(x1.rearrange(STEP4), UPPER4).intoMemorySegment(turned, at, ORDER);
        x0.rearrange(STEP4).blend(x1, UPPER4).intoMemorySegment(turned, at + 4 * ROW, ORDER);
    }
}
