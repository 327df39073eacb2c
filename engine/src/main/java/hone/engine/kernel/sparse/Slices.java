package hone.engine.kernel.sparse;

import hone.engine.kernel.Footprint;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * A weight (n × k) in slices for vectors, after SELL-C-σ (Kreutzer, Hager, Wellein, Fehske, Bishop: A Unified Sparse
 * Matrix Data Format for Efficient General Sparse Matrix-Vector Multiplication on Modern Processors with Wide SIMD
 * Units, SIAM J. Sci. Comput. 36, 2014), with one change. As there, a slice is as many outputs as a vector has lanes,
 * one output to a lane. Here the inputs are cut into blocks of one vector too, and a <em>slot</em> holds for each lane
 * one weight from one block, with its place in the block: so a slot's inputs are picked out of one register by a
 * permutation, and not gathered from memory lane by lane. Lanes with fewer weights in a block than the fullest lane are
 * filled up with zeros; that is the price.
 *
 * @param weights {@code [slots][LANES]}, float32 or INT8 as the weight is
 * @param places {@code [slots][LANES]} bytes, each from 0 to LANES - 1
 * @param blocks {@code [slots]} ints: where the slot's block of inputs begins in its row, in bytes
 * @param starts {@code [slices + 1]} ints: the first slot of each slice
 */
record Slices(MemorySegment weights, MemorySegment places, MemorySegment blocks, MemorySegment starts) {
    static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    /** Slices of {@code n} outputs. */
    static int count(int n) {
        return (n + LANES - 1) / LANES;
    }

    /** Bytes charged for the slices of this weight. */
    static long bytes(Tensor weight) {
        long slots = slots(weight);
        return weightBytes(slots, weight) + placeBytes(slots) + blockBytes(slots) + startBytes(weight);
    }

    /** Bytes are read eight at a time at least, so the last slot of short vectors has a few bytes behind it. */
    private static long weightBytes(long slots, Tensor weight) {
        int bytes = weight.dtype().bytes();
        return Footprint.block(slots * LANES * bytes + (bytes == 1 ? Long.BYTES : 0));
    }

    private static long placeBytes(long slots) {
        return Footprint.block(slots * LANES + Long.BYTES);
    }

    private static long blockBytes(long slots) {
        return Footprint.block(slots * Integer.BYTES);
    }

    private static long startBytes(Tensor weight) {
        return Footprint.block((count((int) weight.shape().size(0)) + 1L) * Integer.BYTES);
    }

    /** How many slots the weight needs: for each slice and block, as many as its fullest lane has weights. */
    static long slots(Tensor weight) {
        int n = (int) weight.shape().size(0);
        int k = (int) weight.shape().size(1);
        long slots = 0;
        for (int slice = 0; slice < n; slice += LANES) {
            for (int block = 0; block < k; block += LANES) {
                int fullest = 0;
                for (int row = slice; row < Math.min(n, slice + LANES); row++) {
                    int inLane = 0;
                    for (int column = block; column < Math.min(k, block + LANES); column++) {
                        inLane += at(weight, row, column) == 0 ? 0 : 1;
                    }
                    fullest = Math.max(fullest, inLane);
                }
                slots += fullest;
            }
        }
        return slots;
    }

    /** Packs a weight. */
    static Slices of(Tensor weight, MemoryRegion packed) {
        int n = (int) weight.shape().size(0);
        int k = (int) weight.shape().size(1);
        long slots = slots(weight);
        Slices slices = new Slices(
                packed.allocate(weightBytes(slots, weight)),
                packed.allocate(placeBytes(slots)),
                packed.allocate(blockBytes(slots)),
                packed.allocate(startBytes(weight)));
        int slot = 0;
        for (int slice = 0; slice < n; slice += LANES) {
            slices.starts.setAtIndex(ValueLayout.JAVA_INT, slice / LANES, slot);
            for (int block = 0; block < k; block += LANES) {
                slot = slices.fill(weight, slice, block, slot);
            }
        }
        slices.starts.setAtIndex(ValueLayout.JAVA_INT, count(n), slot);
        return slices;
    }

    /** Fills the slots of one slice and one block and says which slot is the next free one. */
    private int fill(Tensor weight, int slice, int block, int firstSlot) {
        int n = (int) weight.shape().size(0);
        int k = (int) weight.shape().size(1);
        int end = firstSlot;
        for (int row = slice; row < Math.min(n, slice + LANES); row++) {
            int slot = firstSlot;
            for (int column = block; column < Math.min(k, block + LANES); column++) {
                float value = at(weight, row, column);
                if (value != 0) {
                    long cell = (long) slot * LANES + row - slice;
                    if (weight.dtype() == DType.I8) {
                        weights.set(ValueLayout.JAVA_BYTE, cell, (byte) value);
                    } else {
                        weights.setAtIndex(ValueLayout.JAVA_FLOAT, cell, value);
                    }
                    places.setAtIndex(ValueLayout.JAVA_BYTE, cell, (byte) (column - block));
                    slot++;
                }
            }
            end = Math.max(end, slot);
        }
        for (int slot = firstSlot; slot < end; slot++) {
            blocks.setAtIndex(ValueLayout.JAVA_INT, slot, block * Float.BYTES);
        }
        return end;
    }

    private static float at(Tensor weight, long row, int column) {
        long element = row * weight.shape().size(1) + column;
        return weight.dtype() == DType.I8
                ? weight.segment().get(ValueLayout.JAVA_BYTE, element)
                : weight.getFloat(element);
    }
}
