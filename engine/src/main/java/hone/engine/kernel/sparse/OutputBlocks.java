package hone.engine.kernel.sparse;

import hone.engine.kernel.Footprint;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A weight (n × k) in blocks of four neighbouring outputs by one input: for every four outputs the inputs that at least
 * one of them uses, with four weights each. Pruning that removes such blocks as a whole keeps no zeros here; pruning at
 * random keeps nearly all blocks. (4 × 1 blocks: Elsen, Dukhan, Gale, Simonyan: Fast Sparse ConvNets, CVPR 2020.)
 *
 * @param weights {@code [blocks][4]} float32
 * @param inputs {@code [blocks]} ints: the input of each block
 * @param starts {@code [⌈n / 4⌉][⌈k / DEPTH⌉ + 1]} ints: for each four outputs the first block of each {@link #DEPTH} inputs,
 *     and the end of the last
 */
record OutputBlocks(MemorySegment weights, MemorySegment inputs, MemorySegment starts) {
    /** Outputs of a block. */
    static final int HEIGHT = 4;
    /** Inputs after which other outputs have their turn: so many of 32 rows fit the first cache. */
    static final int DEPTH = 192;

    /** Groups of four outputs, the last perhaps filled up. */
    static int groups(int n) {
        return (n + HEIGHT - 1) / HEIGHT;
    }

    /** Slices of {@link #DEPTH} inputs. */
    static int slices(int k) {
        return (k + DEPTH - 1) / DEPTH;
    }

    /** Number of the first block of four outputs and a slice; {@code slice} may be one too many, for the end. */
    int start(int group, int slice, int k) {
        return starts.getAtIndex(ValueLayout.JAVA_INT, (long) group * (slices(k) + 1) + slice);
    }

    private void setStart(int group, int slice, int k, int block) {
        starts.setAtIndex(ValueLayout.JAVA_INT, (long) group * (slices(k) + 1) + slice, block);
    }

    /** Bytes charged for the blocks of this weight. */
    static long bytes(Tensor weight) {
        long blocks = count(weight);
        return Footprint.block(blocks * HEIGHT * Float.BYTES)
                + Footprint.block(blocks * Integer.BYTES)
                + Footprint.block(startBytes(weight));
    }

    private static long startBytes(Tensor weight) {
        int groups = groups((int) weight.shape().size(0));
        return groups * (slices((int) weight.shape().size(1)) + 1L) * Integer.BYTES;
    }

    /** How many blocks of the weight are not all zeros. */
    static long count(Tensor weight) {
        int n = (int) weight.shape().size(0);
        int k = (int) weight.shape().size(1);
        long blocks = 0;
        for (int output = 0; output < n; output += HEIGHT) {
            for (int input = 0; input < k; input++) {
                blocks += used(weight, output, input) ? 1 : 0;
            }
        }
        return blocks;
    }

    private static boolean used(Tensor weight, int output, int input) {
        long n = weight.shape().size(0);
        for (int row = output; row < Math.min(n, output + HEIGHT); row++) {
            if (weight.getFloat(row * weight.shape().size(1) + input) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Packs a weight. */
    static OutputBlocks of(Tensor weight, MemoryRegion packed) {
        int n = (int) weight.shape().size(0);
        int k = (int) weight.shape().size(1);
        long count = count(weight);
        OutputBlocks blocks = new OutputBlocks(
                packed.allocate(count * HEIGHT * Float.BYTES),
                packed.allocate(count * Integer.BYTES),
                packed.allocate(startBytes(weight)));
        int next = 0;
        for (int output = 0; output < n; output += HEIGHT) {
            for (int input = 0; input < k; input++) {
                if (input % DEPTH == 0) {
                    blocks.setStart(output / HEIGHT, input / DEPTH, k, next);
                }
                if (used(weight, output, input)) {
                    blocks.inputs.setAtIndex(ValueLayout.JAVA_INT, next, input);
                    for (int row = output; row < Math.min(n, output + HEIGHT); row++) {
                        float value = weight.getFloat((long) row * k + input);
                        blocks.weights.setAtIndex(ValueLayout.JAVA_FLOAT, (long) next * HEIGHT + row - output, value);
                    }
                    next++;
                }
            }
            blocks.setStart(output / HEIGHT, slices(k), k, next);
        }
        return blocks;
    }
}
