package hone.engine.kernel.attention;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The scores of a tile: keys times queries, the queries along the lanes. Eight keys by two vectors of queries stay in
 * registers while the elements of a head run through; each vector of queries that is loaded serves eight keys. Keys are
 * read where they are, since each of their elements is spread over all lanes.
 *
 * <p>Each method is flat, as no vector may cross a call that the compiler does not inline, and begins with nothing but
 * zeros: a larger method is given up by the first of the two compilers and then interpreted for seconds. Steps of a
 * constant size let the second one check the bounds once and not at each load, which is worth a quarter of the speed.
 * Offsets are in bytes.
 */
final class TileScores {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long ROW = QueryLanes.ROW;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private TileScores() {}

    /**
     * @param k keys, {@code kRow} apart
     * @param queries scaled // (headDim, lanes)
     * @param scores // (keys, lanes)
     */
    static void run(
            int headDim,
            MemorySegment k,
            long k0,
            long kRow,
            int keys,
            MemorySegment queries,
            long q0,
            MemorySegment scores,
            long s0) {
        int j = 0;
        for (; QueryLanes.MANY_REGISTERS && j < keys - 7; j += 8) {
            eightKeys(headDim, k, k0 + j * kRow, kRow, queries, q0, scores, s0 + j * ROW);
        }
        for (; j < keys - 3; j += 4) {
            fourKeys(headDim, k, k0 + j * kRow, kRow, queries, q0, scores, s0 + j * ROW);
        }
        for (; j < keys; j++) {
            oneKey(headDim, k, k0 + j * kRow, queries, q0, scores, s0 + j * ROW);
        }
    }

    private static void eightKeys(
            int headDim,
            MemorySegment k,
            long k0,
            long kRow,
            MemorySegment queries,
            long q0,
            MemorySegment scores,
            long s0) {
        long k1 = k0 + kRow;
        long k2 = k1 + kRow;
        long k3 = k2 + kRow;
        long k4 = k3 + kRow;
        long k5 = k4 + kRow;
        long k6 = k5 + kRow;
        long k7 = k6 + kRow;
        FloatVector sum00 = FloatVector.zero(LANES);
        FloatVector sum01 = sum00;
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum21 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum31 = sum00;
        FloatVector sum40 = sum00;
        FloatVector sum41 = sum00;
        FloatVector sum50 = sum00;
        FloatVector sum51 = sum00;
        FloatVector sum60 = sum00;
        FloatVector sum61 = sum00;
        FloatVector sum70 = sum00;
        FloatVector sum71 = sum00;
        for (int c = 0; c < headDim; c++) {
            FloatVector left = FloatVector.fromMemorySegment(LANES, queries, q0 + c * ROW, ORDER);
            FloatVector right = FloatVector.fromMemorySegment(LANES, queries, q0 + c * ROW + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, k.get(F32, k0 + (long) c * Float.BYTES));
            sum00 = x.fma(left, sum00);
            sum01 = x.fma(right, sum01);
            x = FloatVector.broadcast(LANES, k.get(F32, k1 + (long) c * Float.BYTES));
            sum10 = x.fma(left, sum10);
            sum11 = x.fma(right, sum11);
            x = FloatVector.broadcast(LANES, k.get(F32, k2 + (long) c * Float.BYTES));
            sum20 = x.fma(left, sum20);
            sum21 = x.fma(right, sum21);
            x = FloatVector.broadcast(LANES, k.get(F32, k3 + (long) c * Float.BYTES));
            sum30 = x.fma(left, sum30);
            sum31 = x.fma(right, sum31);
            x = FloatVector.broadcast(LANES, k.get(F32, k4 + (long) c * Float.BYTES));
            sum40 = x.fma(left, sum40);
            sum41 = x.fma(right, sum41);
            x = FloatVector.broadcast(LANES, k.get(F32, k5 + (long) c * Float.BYTES));
            sum50 = x.fma(left, sum50);
            sum51 = x.fma(right, sum51);
            x = FloatVector.broadcast(LANES, k.get(F32, k6 + (long) c * Float.BYTES));
            sum60 = x.fma(left, sum60);
            sum61 = x.fma(right, sum61);
            x = FloatVector.broadcast(LANES, k.get(F32, k7 + (long) c * Float.BYTES));
            sum70 = x.fma(left, sum70);
            sum71 = x.fma(right, sum71);
        }
        sum00.intoMemorySegment(scores, s0, ORDER);
        sum01.intoMemorySegment(scores, s0 + VECTOR, ORDER);
        sum10.intoMemorySegment(scores, s0 + ROW, ORDER);
        sum11.intoMemorySegment(scores, s0 + ROW + VECTOR, ORDER);
        sum20.intoMemorySegment(scores, s0 + 2 * ROW, ORDER);
        sum21.intoMemorySegment(scores, s0 + 2 * ROW + VECTOR, ORDER);
        sum30.intoMemorySegment(scores, s0 + 3 * ROW, ORDER);
        sum31.intoMemorySegment(scores, s0 + 3 * ROW + VECTOR, ORDER);
        sum40.intoMemorySegment(scores, s0 + 4 * ROW, ORDER);
        sum41.intoMemorySegment(scores, s0 + 4 * ROW + VECTOR, ORDER);
        sum50.intoMemorySegment(scores, s0 + 5 * ROW, ORDER);
        sum51.intoMemorySegment(scores, s0 + 5 * ROW + VECTOR, ORDER);
        sum60.intoMemorySegment(scores, s0 + 6 * ROW, ORDER);
        sum61.intoMemorySegment(scores, s0 + 6 * ROW + VECTOR, ORDER);
        sum70.intoMemorySegment(scores, s0 + 7 * ROW, ORDER);
        sum71.intoMemorySegment(scores, s0 + 7 * ROW + VECTOR, ORDER);
    }

    private static void fourKeys(
            int headDim,
            MemorySegment k,
            long k0,
            long kRow,
            MemorySegment queries,
            long q0,
            MemorySegment scores,
            long s0) {
        long k1 = k0 + kRow;
        long k2 = k1 + kRow;
        long k3 = k2 + kRow;
        FloatVector sum00 = FloatVector.zero(LANES);
        FloatVector sum01 = sum00;
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum21 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum31 = sum00;
        for (int c = 0; c < headDim; c++) {
            FloatVector left = FloatVector.fromMemorySegment(LANES, queries, q0 + c * ROW, ORDER);
            FloatVector right = FloatVector.fromMemorySegment(LANES, queries, q0 + c * ROW + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, k.get(F32, k0 + (long) c * Float.BYTES));
            sum00 = x.fma(left, sum00);
            sum01 = x.fma(right, sum01);
            x = FloatVector.broadcast(LANES, k.get(F32, k1 + (long) c * Float.BYTES));
            sum10 = x.fma(left, sum10);
            sum11 = x.fma(right, sum11);
            x = FloatVector.broadcast(LANES, k.get(F32, k2 + (long) c * Float.BYTES));
            sum20 = x.fma(left, sum20);
            sum21 = x.fma(right, sum21);
            x = FloatVector.broadcast(LANES, k.get(F32, k3 + (long) c * Float.BYTES));
            sum30 = x.fma(left, sum30);
            sum31 = x.fma(right, sum31);
        }
        sum00.intoMemorySegment(scores, s0, ORDER);
        sum01.intoMemorySegment(scores, s0 + VECTOR, ORDER);
        sum10.intoMemorySegment(scores, s0 + ROW, ORDER);
        sum11.intoMemorySegment(scores, s0 + ROW + VECTOR, ORDER);
        sum20.intoMemorySegment(scores, s0 + 2 * ROW, ORDER);
        sum21.intoMemorySegment(scores, s0 + 2 * ROW + VECTOR, ORDER);
        sum30.intoMemorySegment(scores, s0 + 3 * ROW, ORDER);
        sum31.intoMemorySegment(scores, s0 + 3 * ROW + VECTOR, ORDER);
    }

    private static void oneKey(
            int headDim, MemorySegment k, long k0, MemorySegment queries, long q0, MemorySegment scores, long s0) {
        FloatVector sum00 = FloatVector.zero(LANES);
        FloatVector sum01 = sum00;
        for (int c = 0; c < headDim; c++) {
            FloatVector left = FloatVector.fromMemorySegment(LANES, queries, q0 + c * ROW, ORDER);
            FloatVector right = FloatVector.fromMemorySegment(LANES, queries, q0 + c * ROW + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, k.get(F32, k0 + (long) c * Float.BYTES));
            sum00 = x.fma(left, sum00);
            sum01 = x.fma(right, sum01);
        }
        sum00.intoMemorySegment(scores, s0, ORDER);
        sum01.intoMemorySegment(scores, s0 + VECTOR, ORDER);
    }
}
