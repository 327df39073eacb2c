package hone.engine.kernel.attention;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The weighted sum of a tile's values, with the elements of a head along the lanes: eight queries by two vectors of
 * elements stay in registers while the keys run through. Values are read where they are, a weight is spread over all
 * lanes, and the sums of a query come out as the row that the output wants, so nothing has to be turned back as after
 * {@link TileValues}: where one tile has all keys, they go straight there. A head has to be a number of times two vectors
 * long. For the rest see {@link TileScores}.
 */
final class TileValueRows {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long ROW = QueryLanes.ROW;
    private static final int COLUMNS = QueryLanes.COUNT;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private TileValueRows() {}

    /** Whether heads of this many elements are whole numbers of two vectors. */
    static boolean fits(int headDim) {
        return headDim % COLUMNS == 0;
    }

    /**
     * sums = weightsᵀ · v, for {@code rows} queries rounded up to a multiple of four.
     *
     * @param v values, {@code vRow} apart
     * @param weights // (keys, lanes)
     * @param sums rows, {@code sRow} apart
     */
    static void run(
            int headDim,
            MemorySegment v,
            long v0,
            long vRow,
            int keys,
            MemorySegment weights,
            long w0,
            int rows,
            MemorySegment sums,
            long s0,
            long sRow) {
        for (int c = 0; c < headDim; c += COLUMNS) {
            long from = v0 + (long) c * Float.BYTES;
            long to = s0 + (long) c * Float.BYTES;
            int i = 0;
            for (; QueryLanes.MANY_REGISTERS && i < rows - 4; i += 8) {
                eightRows(v, from, vRow, keys, weights, w0 + (long) i * Float.BYTES, sums, to + i * sRow, sRow);
            }
            for (; i < rows; i += 4) {
                fourRows(v, from, vRow, keys, weights, w0 + (long) i * Float.BYTES, sums, to + i * sRow, sRow);
            }
        }
    }

    private static void eightRows(
            MemorySegment v,
            long v0,
            long vRow,
            int keys,
            MemorySegment weights,
            long w0,
            MemorySegment sums,
            long s0,
            long sRow) {
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
            long at = w0 + j * ROW;
            FloatVector left = FloatVector.fromMemorySegment(LANES, v, v0 + j * vRow, ORDER);
            FloatVector right = FloatVector.fromMemorySegment(LANES, v, v0 + j * vRow + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, weights.get(F32, at));
            sum00 = x.fma(left, sum00);
            sum01 = x.fma(right, sum01);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 4));
            sum10 = x.fma(left, sum10);
            sum11 = x.fma(right, sum11);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 8));
            sum20 = x.fma(left, sum20);
            sum21 = x.fma(right, sum21);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 12));
            sum30 = x.fma(left, sum30);
            sum31 = x.fma(right, sum31);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 16));
            sum40 = x.fma(left, sum40);
            sum41 = x.fma(right, sum41);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 20));
            sum50 = x.fma(left, sum50);
            sum51 = x.fma(right, sum51);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 24));
            sum60 = x.fma(left, sum60);
            sum61 = x.fma(right, sum61);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 28));
            sum70 = x.fma(left, sum70);
            sum71 = x.fma(right, sum71);
        }
        sum00.intoMemorySegment(sums, s0, ORDER);
        sum01.intoMemorySegment(sums, s0 + VECTOR, ORDER);
        sum10.intoMemorySegment(sums, s0 + sRow, ORDER);
        sum11.intoMemorySegment(sums, s0 + sRow + VECTOR, ORDER);
        sum20.intoMemorySegment(sums, s0 + 2 * sRow, ORDER);
        sum21.intoMemorySegment(sums, s0 + 2 * sRow + VECTOR, ORDER);
        sum30.intoMemorySegment(sums, s0 + 3 * sRow, ORDER);
        sum31.intoMemorySegment(sums, s0 + 3 * sRow + VECTOR, ORDER);
        sum40.intoMemorySegment(sums, s0 + 4 * sRow, ORDER);
        sum41.intoMemorySegment(sums, s0 + 4 * sRow + VECTOR, ORDER);
        sum50.intoMemorySegment(sums, s0 + 5 * sRow, ORDER);
        sum51.intoMemorySegment(sums, s0 + 5 * sRow + VECTOR, ORDER);
        sum60.intoMemorySegment(sums, s0 + 6 * sRow, ORDER);
        sum61.intoMemorySegment(sums, s0 + 6 * sRow + VECTOR, ORDER);
        sum70.intoMemorySegment(sums, s0 + 7 * sRow, ORDER);
        sum71.intoMemorySegment(sums, s0 + 7 * sRow + VECTOR, ORDER);
    }

    private static void fourRows(
            MemorySegment v,
            long v0,
            long vRow,
            int keys,
            MemorySegment weights,
            long w0,
            MemorySegment sums,
            long s0,
            long sRow) {
        FloatVector sum00 = FloatVector.zero(LANES);
        FloatVector sum01 = sum00;
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum21 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum31 = sum00;
        for (int j = 0; j < keys; j++) {
            long at = w0 + j * ROW;
            FloatVector left = FloatVector.fromMemorySegment(LANES, v, v0 + j * vRow, ORDER);
            FloatVector right = FloatVector.fromMemorySegment(LANES, v, v0 + j * vRow + VECTOR, ORDER);
            FloatVector x = FloatVector.broadcast(LANES, weights.get(F32, at));
            sum00 = x.fma(left, sum00);
            sum01 = x.fma(right, sum01);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 4));
            sum10 = x.fma(left, sum10);
            sum11 = x.fma(right, sum11);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 8));
            sum20 = x.fma(left, sum20);
            sum21 = x.fma(right, sum21);
            x = FloatVector.broadcast(LANES, weights.get(F32, at + 12));
            sum30 = x.fma(left, sum30);
            sum31 = x.fma(right, sum31);
        }
        sum00.intoMemorySegment(sums, s0, ORDER);
        sum01.intoMemorySegment(sums, s0 + VECTOR, ORDER);
        sum10.intoMemorySegment(sums, s0 + sRow, ORDER);
        sum11.intoMemorySegment(sums, s0 + sRow + VECTOR, ORDER);
        sum20.intoMemorySegment(sums, s0 + 2 * sRow, ORDER);
        sum21.intoMemorySegment(sums, s0 + 2 * sRow + VECTOR, ORDER);
        sum30.intoMemorySegment(sums, s0 + 3 * sRow, ORDER);
        sum31.intoMemorySegment(sums, s0 + 3 * sRow + VECTOR, ORDER);
    }

    /**
     * Takes one tile's sums into those of all: sums = factors · sums + tileSums.
     *
     * @param scratch factors, sums and tileSums // (lanes), (lanes, headDim), (lanes, headDim)
     */
    static void add(MemorySegment scratch, long factors, int rows, int headDim, long sums, long tileSums) {
        for (int i = 0; i < rows; i++) {
            FloatVector factor = FloatVector.broadcast(LANES, scratch.get(F32, factors + (long) i * Float.BYTES));
            for (int c = i * headDim; c < (i + 1) * headDim; c += COLUMNS) {
                long at = sums + (long) c * Float.BYTES;
                long more = tileSums + (long) c * Float.BYTES;
                FloatVector.fromMemorySegment(LANES, scratch, at, ORDER)
                        .fma(factor, FloatVector.fromMemorySegment(LANES, scratch, more, ORDER))
                        .intoMemorySegment(scratch, at, ORDER);
                FloatVector.fromMemorySegment(LANES, scratch, at + VECTOR, ORDER)
                        .fma(factor, FloatVector.fromMemorySegment(LANES, scratch, more + VECTOR, ORDER))
                        .intoMemorySegment(scratch, at + VECTOR, ORDER);
            }
        }
    }

    /** Writes the sums divided by those of the weights. */
    static void store(
            MemorySegment scratch,
            long weightSums,
            int rows,
            int headDim,
            long sums,
            MemorySegment out,
            long o0,
            long oRow) {
        for (int i = 0; i < rows; i++) {
            FloatVector inverse =
                    FloatVector.broadcast(LANES, 1 / scratch.get(F32, weightSums + (long) i * Float.BYTES));
            for (int c = 0; c < headDim; c += COLUMNS) {
                long at = sums + ((long) i * headDim + c) * Float.BYTES;
                long to = o0 + i * oRow + (long) c * Float.BYTES;
                FloatVector.fromMemorySegment(LANES, scratch, at, ORDER)
                        .mul(inverse)
                        .intoMemorySegment(out, to, ORDER);
                FloatVector.fromMemorySegment(LANES, scratch, at + VECTOR, ORDER)
                        .mul(inverse)
                        .intoMemorySegment(out, to + VECTOR, ORDER);
            }
        }
    }
}
