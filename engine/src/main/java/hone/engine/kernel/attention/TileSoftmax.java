package hone.engine.kernel.attention;

import hone.engine.kernel.math.VectorExp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The online softmax of a tile (Milakov and Gimelshein, 2018). With one query in each lane, the largest score and the sum
 * of each query are lanes of a vector too, and nothing is ever added across lanes.
 *
 * <p>The state of a tile's queries is three rows: the largest score so far, the sum of exponentials so far, and the
 * factor that what was added up before has to be scaled with. Offsets are in bytes.
 */
final class TileSoftmax {
    /** Rows of the state. */
    static final int STATE_ROWS = 3;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long ROW = QueryLanes.ROW;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private TileSoftmax() {}

    /** Where the factors lie in a state at {@code state}. */
    static long factors(long state) {
        return state + 2 * ROW;
    }

    /** Where the sums lie in a state at {@code state}. */
    static long sums(long state) {
        return state + ROW;
    }

    /** Before the first tile. The least finite number, so that a row of minus infinities does not subtract them. */
    static void start(MemorySegment scratch, long state) {
        FloatVector least = FloatVector.broadcast(LANES, -Float.MAX_VALUE);
        FloatVector zero = FloatVector.zero(LANES);
        least.intoMemorySegment(scratch, state, ORDER);
        least.intoMemorySegment(scratch, state + VECTOR, ORDER);
        zero.intoMemorySegment(scratch, sums(state), ORDER);
        zero.intoMemorySegment(scratch, sums(state) + VECTOR, ORDER);
    }

    /**
     * Hides keys from the queries that stand before them.
     *
     * @param seen how many of the tile's keys the first query sees; each further one sees one more
     */
    static void hide(MemorySegment scratch, long scores, int keys, int seen) {
        FloatVector lane = FloatVector.zero(LANES).addIndex(1);
        for (int j = Math.max(0, seen); j < keys; j++) {
            long at = scores + j * ROW;
            float before = j - seen + 1F;
            FloatVector.fromMemorySegment(LANES, scratch, at, ORDER)
                    .blend(Float.NEGATIVE_INFINITY, lane.lt(before))
                    .intoMemorySegment(scratch, at, ORDER);
            FloatVector.fromMemorySegment(LANES, scratch, at + VECTOR, ORDER)
                    .blend(Float.NEGATIVE_INFINITY, lane.lt(before - LANES.length()))
                    .intoMemorySegment(scratch, at + VECTOR, ORDER);
        }
    }

    /**
     * Takes a tile's scores into the state and leaves exp(score − largest) in their place. One vector of queries at a
     * time, and one exponential in a method: the compiler puts no more than a few into one before it begins to call
     * them, and a vector that crosses a real call becomes an object.
     */
    static void update(MemorySegment scratch, long scores, int keys, long state) {
        for (long queries = 0; queries < ROW; queries += VECTOR) {
            largest(scratch, scores + queries, keys, state + queries);
            exponentials(scratch, scores + queries, keys, state + queries);
        }
    }

    /** The largest scores so far, and the factors. NaN does not count; its exponential passes it on. */
    private static void largest(MemorySegment scratch, long scores, int keys, long state) {
        FloatVector before = FloatVector.fromMemorySegment(LANES, scratch, state, ORDER);
        FloatVector largest0 = before;
        FloatVector largest1 = before;
        int j = 0;
        for (; j < keys - 1; j += 2) {
            FloatVector score0 = FloatVector.fromMemorySegment(LANES, scratch, scores + j * ROW, ORDER);
            FloatVector score1 = FloatVector.fromMemorySegment(LANES, scratch, scores + j * ROW + ROW, ORDER);
            largest0 = largest0.blend(score0, score0.compare(VectorOperators.GT, largest0));
            largest1 = largest1.blend(score1, score1.compare(VectorOperators.GT, largest1));
        }
        for (; j < keys; j++) {
            FloatVector score = FloatVector.fromMemorySegment(LANES, scratch, scores + j * ROW, ORDER);
            largest0 = largest0.blend(score, score.compare(VectorOperators.GT, largest0));
        }
        FloatVector largest = largest0.blend(largest1, largest1.compare(VectorOperators.GT, largest0));
        largest.intoMemorySegment(scratch, state, ORDER);
        VectorExp.exp(before.sub(largest)).intoMemorySegment(scratch, factors(state), ORDER);
    }

    private static void exponentials(MemorySegment scratch, long scores, int keys, long state) {
        FloatVector largest = FloatVector.fromMemorySegment(LANES, scratch, state, ORDER);
        FloatVector factor = FloatVector.fromMemorySegment(LANES, scratch, factors(state), ORDER);
        FloatVector sum = FloatVector.fromMemorySegment(LANES, scratch, sums(state), ORDER)
                .mul(factor);
        for (int j = 0; j < keys; j++) {
            long at = scores + j * ROW;
            FloatVector weight = VectorExp.exp(
                    FloatVector.fromMemorySegment(LANES, scratch, at, ORDER).sub(largest));
            weight.intoMemorySegment(scratch, at, ORDER);
            sum = sum.add(weight);
        }
        sum.intoMemorySegment(scratch, sums(state), ORDER);
    }

    /** Divides the weights by their sums: after the last tile, if it is the first too. */
    static void divide(MemorySegment scratch, long scores, int keys, long state) {
        FloatVector one = FloatVector.broadcast(LANES, 1);
        FloatVector inverse0 = one.div(FloatVector.fromMemorySegment(LANES, scratch, sums(state), ORDER));
        FloatVector inverse1 = one.div(FloatVector.fromMemorySegment(LANES, scratch, sums(state) + VECTOR, ORDER));
        for (int j = 0; j < keys; j++) {
            long at = scores + j * ROW;
            FloatVector.fromMemorySegment(LANES, scratch, at, ORDER)
                    .mul(inverse0)
                    .intoMemorySegment(scratch, at, ORDER);
            FloatVector.fromMemorySegment(LANES, scratch, at + VECTOR, ORDER)
                    .mul(inverse1)
                    .intoMemorySegment(scratch, at + VECTOR, ORDER);
        }
    }
}
