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

    /** The element where a block begins. */
    static int start(ConvShape shape, int group, int block) {
        return group * groupElements(shape) + block * elements(shape, CHANNELS);
    }

    private static int elements(ConvShape shape, int channels) {
        return (1 + shape.steps()) * channels;
    }

    private static int groupElements(ConvShape shape) {
        int last = count(shape) - 1;
        return last * elements(shape, CHANNELS) + elements(shape, channels(shape, last));
    }

    /** Elements of all blocks. */
    static int elements(ConvShape shape) {
        return shape.groups() * groupElements(shape);
    }

    /** Bytes charged for all blocks. */
    static long bytes(ConvShape shape) {
        return Footprint.floats(elements(shape));
    }

    /**
     * Packs all weights.
     *
     * @param weight (out, channels / groups, kernel height, kernel width)
     * @param bias (out), or null for zeros
     */
    static void pack(ConvShape shape, MemorySegment weight, @Nullable MemorySegment bias, float[] blocks) {
        int steps = shape.steps();
        for (int group = 0; group < shape.groups(); group++) {
            for (int output = 0; output < shape.groupOutputs(); output++) {
                int block = output / CHANNELS;
                int row = channels(shape, block);
                int to = start(shape, group, block) + output % CHANNELS;
                long channel = (long) group * shape.groupOutputs() + output;
                blocks[to] = bias == null ? 0 : bias.getAtIndex(ValueLayout.JAVA_FLOAT, channel);
                for (int p = 0; p < steps; p++) {
                    blocks[to + (p + 1) * row] = weight.getAtIndex(ValueLayout.JAVA_FLOAT, channel * steps + p);
                }
            }
        }
    }
}
