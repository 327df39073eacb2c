package hone.engine.kernel.sparse;

import hone.engine.kernel.Footprint;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A weight (n × k) of which at most two in every four neighbouring inputs are not zero (2:4 sparsity; Mishra and others:
 * Accelerating Sparse Deep Neural Networks, 2021), in slices of one output to a lane: two weights for each four inputs,
 * and for each weight the two bits that say which of the four is its input. That is 53 % of the dense bytes.
 *
 * @param weights {@code [slices][quads][2][LANES]} float32
 * @param places {@code [slices][⌈quads / 8⌉][LANES]} ints: two bits for each weight, the first lowest
 */
record TwoOfFour(MemorySegment weights, MemorySegment places) {
    /** Weights in a lane of places. */
    static final int IN_A_LANE = 16;

    private static final int LANES = Slices.LANES;

    /** Groups of four inputs, filled up to an even number. */
    static int quads(int k) {
        return (k + 7) / 8 * 2;
    }

    /** Bytes from one slice's weights to the next. */
    static long weightStride(int k) {
        return (long) quads(k) * 2 * LANES * Float.BYTES;
    }

    /** Bytes from one slice's places to the next. */
    static long placeStride(int k) {
        return (2L * quads(k) + IN_A_LANE - 1) / IN_A_LANE * LANES * Integer.BYTES;
    }

    /** Slices of {@code n} outputs, filled up to whole panels of two. */
    static int slices(int n) {
        return (Slices.count(n) + 1) / 2 * 2;
    }

    /** Bytes charged for a weight (n × k). */
    static long bytes(int n, int k) {
        return Footprint.block(slices(n) * weightStride(k)) + Footprint.block(slices(n) * placeStride(k));
    }

    /** Whether no four neighbouring inputs of an output have more than two weights. */
    static boolean fits(Tensor weight) {
        long k = weight.shape().size(1);
        for (long row = 0; row < weight.shape().size(0); row++) {
            for (long first = 0; first < k; first += 4) {
                int count = 0;
                for (long p = first; p < Math.min(k, first + 4); p++) {
                    count += weight.getFloat(row * k + p) == 0 ? 0 : 1;
                }
                if (count > 2) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Packs a weight that fits. */
    static TwoOfFour of(Tensor weight, MemoryRegion packed) {
        int n = (int) weight.shape().size(0);
        int k = (int) weight.shape().size(1);
        TwoOfFour pairs = new TwoOfFour(
                packed.allocate(slices(n) * weightStride(k)), packed.allocate(slices(n) * placeStride(k)));
        for (int row = 0; row < n; row++) {
            int next = 0;
            for (int p = 0; p < k; p++) {
                next = p % 4 == 0 ? p / 2 : next;
                float value = weight.getFloat((long) row * k + p);
                if (value != 0) {
                    pairs.put(row, next++, k, value, p % 4);
                }
            }
        }
        return pairs;
    }

    /** Sets weight number {@code slot} of an output. */
    private void put(int row, int slot, int k, float value, int place) {
        long slice = row / LANES;
        long cell = slice * weightStride(k) + ((long) slot * LANES + row % LANES) * Float.BYTES;
        weights.set(ValueLayout.JAVA_FLOAT, cell, value);
        long word = slice * placeStride(k) + ((long) (slot / IN_A_LANE) * LANES + row % LANES) * Integer.BYTES;
        int before = places.get(ValueLayout.JAVA_INT, word);
        places.set(ValueLayout.JAVA_INT, word, before | (place << (2 * (slot % IN_A_LANE))));
    }
}
