package hone.engine.kernel.attention;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The working memory of one block of queries, and how queries get in and results get out where both are turned, so
 * that each query has a lane of its own. Offsets are in bytes.
 *
 * @param scratch of all workers
 * @param headDim the largest there may be
 */
record AttentionTile(MemorySegment scratch, int headDim) {
    /** Keys of a tile: their scores fill a third of a usual first cache, the keys a fraction of the second. */
    static final int KEYS = 128;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long ROW = QueryLanes.ROW;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Bytes of one worker: queries, sums, a tile's sums, scores and the softmax's state, which depend on no number of keys. */
    static long bytes(int headDim) {
        return (3L * headDim + KEYS + TileSoftmax.STATE_ROWS) * ROW;
    }

    /** A worker's queries // (headDim, lanes) */
    long queries(int worker) {
        return worker * bytes(headDim);
    }

    /** A worker's sums of weighted values // (headDim, lanes), or (lanes, headDim) by {@link TileValueRows} */
    long sums(int worker) {
        return queries(worker) + headDim * ROW;
    }

    /** A worker's sums of one further tile's weighted values // as its sums */
    long tileSums(int worker) {
        return sums(worker) + headDim * ROW;
    }

    /** A worker's scores // (keys, lanes) */
    long scores(int worker) {
        return tileSums(worker) + headDim * ROW;
    }

    /** A worker's state of the softmax. */
    long state(int worker) {
        return scores(worker) + KEYS * ROW;
    }

    /** Fetches {@code rows} queries, scaled. Lanes behind the last keep what they held; nobody reads their result. */
    void load(MemorySegment q, long q0, long qRow, int rows, int dim, float scale, int worker) {
        TileSoftmax.start(scratch, state(worker));
        long at = queries(worker);
        if (QueryTranspose.fits(dim)) {
            QueryTranspose.run(q, q0, qRow, rows, dim, scale, scratch, at);
            return;
        }
        for (int i = 0; i < rows; i++) {
            long row = q0 + i * qRow;
            long lane = at + (long) i * Float.BYTES;
            for (int c = 0; c < dim; c++) {
                scratch.set(F32, lane + c * ROW, q.get(F32, row + (long) c * Float.BYTES) * scale);
            }
        }
    }

    /** Takes one tile's sums of weighted values into those of all: sums = factors · sums + tileSums. */
    void add(int dim, int worker) {
        add(scratch, sums(worker), tileSums(worker), dim, TileSoftmax.factors(state(worker)));
    }

    private static void add(MemorySegment scratch, long sums, long tileSums, int dim, long factors) {
        FloatVector factor0 = FloatVector.fromMemorySegment(LANES, scratch, factors, ORDER);
        FloatVector factor1 = FloatVector.fromMemorySegment(LANES, scratch, factors + VECTOR, ORDER);
        for (int c = 0; c < dim; c++) {
            long at = sums + c * ROW;
            long more = tileSums + c * ROW;
            FloatVector.fromMemorySegment(LANES, scratch, at, ORDER)
                    .fma(factor0, FloatVector.fromMemorySegment(LANES, scratch, more, ORDER))
                    .intoMemorySegment(scratch, at, ORDER);
            FloatVector.fromMemorySegment(LANES, scratch, at + VECTOR, ORDER)
                    .fma(factor1, FloatVector.fromMemorySegment(LANES, scratch, more + VECTOR, ORDER))
                    .intoMemorySegment(scratch, at + VECTOR, ORDER);
        }
    }

    /** Divides the sums of weighted values by the sums of weights and writes {@code rows} rows of the output. */
    void store(MemorySegment out, long o0, long oRow, int rows, int dim, int worker) {
        long sums = sums(worker);
        divide(scratch, sums, dim, TileSoftmax.sums(state(worker)));
        for (int i = 0; i < rows; i++) {
            long row = o0 + i * oRow;
            long lane = sums + (long) i * Float.BYTES;
            for (int c = 0; c < dim; c++) {
                out.set(F32, row + (long) c * Float.BYTES, scratch.get(F32, lane + c * ROW));
            }
        }
    }

    private static void divide(MemorySegment scratch, long sums, int dim, long weights) {
        FloatVector one = FloatVector.broadcast(LANES, 1);
        FloatVector inverse0 = one.div(FloatVector.fromMemorySegment(LANES, scratch, weights, ORDER));
        FloatVector inverse1 = one.div(FloatVector.fromMemorySegment(LANES, scratch, weights + VECTOR, ORDER));
        for (int c = 0; c < dim; c++) {
            long at = sums + c * ROW;
            FloatVector.fromMemorySegment(LANES, scratch, at, ORDER)
                    .mul(inverse0)
                    .intoMemorySegment(scratch, at, ORDER);
            FloatVector.fromMemorySegment(LANES, scratch, at + VECTOR, ORDER)
                    .mul(inverse1)
                    .intoMemorySegment(scratch, at + VECTOR, ORDER);
        }
    }
}
