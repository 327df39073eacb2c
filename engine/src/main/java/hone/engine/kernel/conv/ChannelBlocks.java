package hone.engine.kernel.conv;

import hone.engine.kernel.Footprint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The weights cut into blocks of output channels, {@code [group][block][1 + steps][channels of the block]}: first the bias,
 * then for each step the weights of all channels of the block, which are read strictly forwards. Blocks have eight
 * channels; where registers are few, and at the end of a group where no more than four are left, four. What is missing in
 * the last block is filled up with zeros.
 */
final class ChannelBlocks {
    /** Channels of a block that is not the last; the narrower vectors come with sixteen registers only. */
    static final int CHANNELS = FloatVector.SPECIES_PREFERRED.vectorByteSize() == 64 ? 8 : 4;

    private static final int FEW = 4;

    private ChannelBlocks() {}

    static int count(ConvShape shape) {
        return (shape.groupOutputs() + CHANNELS - 1) / CHANNELS;
    }

    /** Channels of a block, filled up. */
    static int channels(ConvShape shape, int block) {
        return shape.groupOutputs() - block * CHANNELS > FEW ? CHANNELS : FEW;
    }

    /** The byte where a block begins. */
    static long start(ConvShape shape, int group, int block) {
        return group * groupBytes(shape) + block * bytes(shape, CHANNELS);
    }

    private static long bytes(ConvShape shape, int channels) {
        return (1L + shape.steps()) * channels * Float.BYTES;
    }

    private static long groupBytes(ConvShape shape) {
        int last = count(shape) - 1;
        return last * bytes(shape, CHANNELS) + bytes(shape, channels(shape, last));
    }

    /** Bytes charged for all blocks. */
    static long bytes(ConvShape shape) {
        return Footprint.block(shape.groups() * groupBytes(shape));
    }

    /**
     * Packs all weights.
     *
     * @param weight (out, channels / groups, kernel height, kernel width)
     * @param bias (out), or null for zeros
     */
    static void pack(ConvShape shape, MemorySegment weight, @Nullable MemorySegment bias, MemorySegment blocks) {
        int steps = shape.steps();
        for (int group = 0; group < shape.groups(); group++) {
            for (int output = 0; output < shape.groupOutputs(); output++) {
                int block = output / CHANNELS;
                long row = (long) channels(shape, block) * Float.BYTES;
                long to = start(shape, group, block) + (long) (output % CHANNELS) * Float.BYTES;
                long channel = (long) group * shape.groupOutputs() + output;
                blocks.set(
                        ValueLayout.JAVA_FLOAT,
                        to,
                        bias == null ? 0 : bias.getAtIndex(ValueLayout.JAVA_FLOAT, channel));
                for (int p = 0; p < steps; p++) {
                    blocks.set(
                            ValueLayout.JAVA_FLOAT,
                            to + (p + 1) * row,
                            weight.getAtIndex(ValueLayout.JAVA_FLOAT, channel * steps + p));
                }
            }
        }
    }
}
