package hone.engine.kernel.attention;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The weighted sum of a tile's values, transposed: elements of a head times queries, the queries along the lanes. Eight
 * elements by two vectors of queries stay in registers while the keys run through. Values are read where they are, eight
 * neighbours at a time. For the rest see {@link TileScores}.
 */
final class TileValues {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long ROW = QueryLanes.ROW;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private TileValues() {}

    /**
     * sums = vᵀ · weights.
     *
     * @param v values, {@code vRow} apart
     * @param weights // (keys, lanes)
     * @param sums // (headDim, lanes)
     */
    static void run(
            int headDim,
            MemorySegment v,
            long v0,
            long vRow,
            int keys,
            MemorySegment weights,
            long w0,
            MemorySegment sums,
            long s0) {
        int c = 0;
        for (; QueryLanes.MANY_REGISTERS && c < headDim - 7; c += 8) {
            eightColumns(keys, v, v0 + (long) c * Float.BYTES, vRow, weights, w0, sums, s0 + c * ROW);
        }
        for (; c < headDim - 3; c += 4) {
            fourColumns(keys, v, v0 + (long) c * Float.BYTES, vRow, weights, w0, sums, s0 + c * ROW);
        }
        for (; c < headDim; c++) {
            oneColumn(keys, v, v0 + (long) c * Float.BYTES, vRow, weights, w0, sums, s0 + c * ROW);
        }
    }

    private static void eightColumns(
            int keys,
            MemorySegment v,
            long v0,
            long vRow,
            MemorySegment weights,
            long w0,
            MemorySegment sums,
            long s0) {
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
        for (int j = 0; j < keys; j++) {
            long at = v0 + j * vRow;
            FloatVector left = FloatVector.fromMemorySegment(LANES, weights, w0 + j * ROW, ORDER);
            FloatVector right = FloatVector.fromMemorySegment(LANES, weights, w0 + j * ROW + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, v.get(F32, at));
            sum00 = x.fma(left, sum00);
            sum01 = x.fma(right, sum01);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 4));
            sum10 = x.fma(left, sum10);
            sum11 = x.fma(right, sum11);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 8));
            sum20 = x.fma(left, sum20);
            sum21 = x.fma(right, sum21);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 12));
            sum30 = x.fma(left, sum30);
            sum31 = x.fma(right, sum31);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 16));
            sum40 = x.fma(left, sum40);
            sum41 = x.fma(right, sum41);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 20));
            sum50 = x.fma(left, sum50);
            sum51 = x.fma(right, sum51);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 24));
            sum60 = x.fma(left, sum60);
            sum61 = x.fma(right, sum61);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 28));
            sum70 = x.fma(left, sum70);
            sum71 = x.fma(right, sum71);
        }
        sum00.intoMemorySegment(sums, s0, ORDER);
        sum01.intoMemorySegment(sums, s0 + VECTOR, ORDER);
        sum10.intoMemorySegment(sums, s0 + ROW, ORDER);
        sum11.intoMemorySegment(sums, s0 + ROW + VECTOR, ORDER);
        sum20.intoMemorySegment(sums, s0 + 2 * ROW, ORDER);
        sum21.intoMemorySegment(sums, s0 + 2 * ROW + VECTOR, ORDER);
        sum30.intoMemorySegment(sums, s0 + 3 * ROW, ORDER);
        sum31.intoMemorySegment(sums, s0 + 3 * ROW + VECTOR, ORDER);
        sum40.intoMemorySegment(sums, s0 + 4 * ROW, ORDER);
        sum41.intoMemorySegment(sums, s0 + 4 * ROW + VECTOR, ORDER);
        sum50.intoMemorySegment(sums, s0 + 5 * ROW, ORDER);
        sum51.intoMemorySegment(sums, s0 + 5 * ROW + VECTOR, ORDER);
        sum60.intoMemorySegment(sums, s0 + 6 * ROW, ORDER);
        sum61.intoMemorySegment(sums, s0 + 6 * ROW + VECTOR, ORDER);
        sum70.intoMemorySegment(sums, s0 + 7 * ROW, ORDER);
        sum71.intoMemorySegment(sums, s0 + 7 * ROW + VECTOR, ORDER);
    }

    private static void fourColumns(
            int keys,
            MemorySegment v,
            long v0,
            long vRow,
            MemorySegment weights,
            long w0,
            MemorySegment sums,
            long s0) {
        FloatVector sum00 = FloatVector.zero(LANES);
        FloatVector sum01 = sum00;
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum21 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum31 = sum00;
        for (int j = 0; j < keys; j++) {
            long at = v0 + j * vRow;
            FloatVector left = FloatVector.fromMemorySegment(LANES, weights, w0 + j * ROW, ORDER);
            FloatVector right = FloatVector.fromMemorySegment(LANES, weights, w0 + j * ROW + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, v.get(F32, at));
            sum00 = x.fma(left, sum00);
            sum01 = x.fma(right, sum01);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 4));
            sum10 = x.fma(left, sum10);
            sum11 = x.fma(right, sum11);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 8));
            sum20 = x.fma(left, sum20);
            sum21 = x.fma(right, sum21);
            x = FloatVector.broadcast(LANES, v.get(F32, at + 12));
            sum30 = x.fma(left, sum30);
            sum31 = x.fma(right, sum31);
        }
        sum00.intoMemorySegment(sums, s0, ORDER);
        sum01.intoMemorySegment(sums, s0 + VECTOR, ORDER);
        sum10.intoMemorySegment(sums, s0 + ROW, ORDER);
        sum11.intoMemorySegment(sums, s0 + ROW + VECTOR, ORDER);
        sum20.intoMemorySegment(sums, s0 + 2 * ROW, ORDER);
        sum21.intoMemorySegment(sums, s0 + 2 * ROW + VECTOR, ORDER);
        sum30.intoMemorySegment(sums, s0 + 3 * ROW, ORDER);
        sum31.intoMemorySegment(sums, s0 + 3 * ROW + VECTOR, ORDER);
    }

    private static void oneColumn(
            int keys,
            MemorySegment v,
            long v0,
            long vRow,
            MemorySegment weights,
            long w0,
            MemorySegment sums,
            long s0) {
        FloatVector sum00 = FloatVector.zero(LANES);
        FloatVector sum01 = sum00;
        for (int j = 0; j < keys; j++) {
            long at = v0 + j * vRow;
            FloatVector left = FloatVector.fromMemorySegment(LANES, weights, w0 + j * ROW, ORDER);
            FloatVector right = FloatVector.fromMemorySegment(LANES, weights, w0 + j * ROW + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, v.get(F32, at));
            sum00 = x.fma(left, sum00);
            sum01 = x.fma(right, sum01);
        }
        sum00.intoMemorySegment(sums, s0, ORDER);
        sum01.intoMemorySegment(sums, s0 + VECTOR, ORDER);
    }
}
