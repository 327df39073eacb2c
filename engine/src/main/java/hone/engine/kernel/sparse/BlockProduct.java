package hone.engine.kernel.sparse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations times the blocks of four outputs. Flat methods for the reason given in
 * {@link hone.engine.kernel.matmul.PanelProduct}; offsets are in bytes.
 */
final class BlockProduct {
    /** Rows of activations that {@link #manyRows} takes at once, one to a lane. */
    static final int ROWS = 2 * FloatVector.SPECIES_PREFERRED.length();

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    /** Blocks whose weights fill a vector: 1, 2 or 4. */
    private static final int BLOCKS = LANES.length() / OutputBlocks.HEIGHT;

    private static final VectorMask<Float> FIRST = LANES.indexInRange(0, OutputBlocks.HEIGHT);
    private static final VectorMask<Float> FROM_SECOND =
            LANES.indexInRange(0, OutputBlocks.HEIGHT).not();
    private static final VectorMask<Float> FROM_THIRD =
            LANES.indexInRange(0, 2 * OutputBlocks.HEIGHT).not();
    private static final VectorMask<Float> FROM_FOURTH =
            LANES.indexInRange(0, 3 * OutputBlocks.HEIGHT).not();
    private static final VectorShuffle<Float> ONE_BLOCK_ON = VectorShuffle.iota(LANES, OutputBlocks.HEIGHT, 1, true);
    private static final VectorShuffle<Float> TWO_BLOCKS_ON =
            VectorShuffle.iota(LANES, 2 * OutputBlocks.HEIGHT, 1, true);
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = 2 * VECTOR;
    private static final long BLOCK = OutputBlocks.HEIGHT * (long) Float.BYTES;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private BlockProduct() {}

    /**
     * {@link #ROWS} rows: an input of all of them is two vectors, loaded once for four outputs, and each weight is
     * broadcast. The eight sums stay in registers, as in a dense kernel.
     *
     * @param from first block
     * @param to first block after the last
     * @param x the activations transposed, {@code [k][ROWS]}, at {@code x0}
     * @param y the results transposed, {@code [4][ROWS]}, at {@code y0}; the product is added to them
     */
    static void manyRows(OutputBlocks blocks, int from, int to, MemorySegment x, long x0, MemorySegment y, long y0) {
        MemorySegment weights = blocks.weights();
        MemorySegment inputs = blocks.inputs();
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, y, y0, ORDER);
        FloatVector sum01 = FloatVector.fromMemorySegment(LANES, y, y0 + VECTOR, ORDER);
        FloatVector sum10 = FloatVector.fromMemorySegment(LANES, y, y0 + STEP, ORDER);
        FloatVector sum11 = FloatVector.fromMemorySegment(LANES, y, y0 + STEP + VECTOR, ORDER);
        FloatVector sum20 = FloatVector.fromMemorySegment(LANES, y, y0 + 2 * STEP, ORDER);
        FloatVector sum21 = FloatVector.fromMemorySegment(LANES, y, y0 + 2 * STEP + VECTOR, ORDER);
        FloatVector sum30 = FloatVector.fromMemorySegment(LANES, y, y0 + 3 * STEP, ORDER);
        FloatVector sum31 = FloatVector.fromMemorySegment(LANES, y, y0 + 3 * STEP + VECTOR, ORDER);
        for (int e = from; e < to; e++) {
            long at = x0 + inputs.get(I32, e * 4L) * STEP;
            FloatVector left = FloatVector.fromMemorySegment(LANES, x, at, ORDER);
            FloatVector right = FloatVector.fromMemorySegment(LANES, x, at + VECTOR, ORDER);
            FloatVector w = FloatVector.broadcast(LANES, weights.get(F32, e * BLOCK));
            sum00 = w.fma(left, sum00);
            sum01 = w.fma(right, sum01);
            w = FloatVector.broadcast(LANES, weights.get(F32, e * BLOCK + 4));
            sum10 = w.fma(left, sum10);
            sum11 = w.fma(right, sum11);
            w = FloatVector.broadcast(LANES, weights.get(F32, e * BLOCK + 8));
            sum20 = w.fma(left, sum20);
            sum21 = w.fma(right, sum21);
            w = FloatVector.broadcast(LANES, weights.get(F32, e * BLOCK + 12));
            sum30 = w.fma(left, sum30);
            sum31 = w.fma(right, sum31);
        }
        sum00.intoMemorySegment(y, y0, ORDER);
        sum01.intoMemorySegment(y, y0 + VECTOR, ORDER);
        sum10.intoMemorySegment(y, y0 + STEP, ORDER);
        sum11.intoMemorySegment(y, y0 + STEP + VECTOR, ORDER);
        sum20.intoMemorySegment(y, y0 + 2 * STEP, ORDER);
        sum21.intoMemorySegment(y, y0 + 2 * STEP + VECTOR, ORDER);
        sum30.intoMemorySegment(y, y0 + 3 * STEP, ORDER);
        sum31.intoMemorySegment(y, y0 + 3 * STEP + VECTOR, ORDER);
    }

    /**
     * One row: the weights of neighbouring blocks fill a vector, each block its four lanes, and every lane gets the input of its
     * block. There is no shorter vector for a single block: with two lengths of float vectors in one program the compiler
     * no longer knows which one a multiply-add is of, and makes objects of both.
     *
     * @param x the row, at {@code x0}
     * @param y four results at {@code y0}; the product is added to them
     */
    static void oneRow(OutputBlocks blocks, int from, int to, MemorySegment x, long x0, MemorySegment y, long y0) {
        MemorySegment weights = blocks.weights();
        MemorySegment inputs = blocks.inputs();
        FloatVector sum = FloatVector.zero(LANES);
        int e = from;
        for (; e <= to - BLOCKS; e += BLOCKS) {
            FloatVector value = FloatVector.broadcast(LANES, x.get(F32, x0 + inputs.get(I32, e * 4L) * 4L));
            if (BLOCKS > 1) { // a constant, so that no vector comes from one of two ways
                value = value.blend(x.get(F32, x0 + inputs.get(I32, e * 4L + 4) * 4L), FROM_SECOND);
            }
            if (BLOCKS > 2) {
                value = value.blend(x.get(F32, x0 + inputs.get(I32, e * 4L + 8) * 4L), FROM_THIRD);
                value = value.blend(x.get(F32, x0 + inputs.get(I32, e * 4L + 12) * 4L), FROM_FOURTH);
            }
            sum = FloatVector.fromMemorySegment(LANES, weights, e * BLOCK, ORDER)
                    .fma(value, sum);
        }
        for (; e < to; e++) {
            FloatVector value = FloatVector.broadcast(LANES, x.get(F32, x0 + inputs.get(I32, e * 4L) * 4L));
            FloatVector weight = FloatVector.fromMemorySegment(LANES, weights, e * BLOCK, ORDER, FIRST);
            sum = sum.blend(weight.fma(value, sum), FIRST);
        }
        if (BLOCKS > 2) {
            sum = sum.add(sum.rearrange(TWO_BLOCKS_ON));
        }
        if (BLOCKS > 1) {
            sum = sum.add(sum.rearrange(ONE_BLOCK_ON));
        }
        FloatVector.fromMemorySegment(LANES, y, y0, ORDER, FIRST).add(sum).intoMemorySegment(y, y0, ORDER, FIRST);
    }
}
