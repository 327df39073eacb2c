package hone.engine.kernel.normalization;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What batch normalization comes to once training is over: y = x · factor + summand for each channel, with factor =
 * weight / √(variance + epsilon) and summand = bias − mean · factor, computed in doubles and rounded once.
 *
 * @param constant whether the four numbers are weights of the model: then they are put together once and for all
 * @param factors // (channels)
 * @param summands // (channels)
 */
record ChannelFactors(float epsilon, boolean constant, MemorySegment factors, MemorySegment summands) {
    /** Bytes of scratch for both. */
    static long bytes(Site site) {
        return 2 * Footprint.block(site.inputs().get(1).maxBytes());
    }

    static ChannelFactors prepare(BatchNorm op, Site site, MemoryRegion scratch) {
        long bytes = site.inputs().get(1).maxBytes();
        MemorySegment[] statistics = new MemorySegment[4];
        boolean constant = true;
        for (int i = 0; i < statistics.length; i++) {
            @Nullable Tensor tensor = site.constants().get(i + 1);
            constant &= tensor != null;
            statistics[i] = tensor == null ? MemorySegment.NULL : tensor.segment();
        }
        ChannelFactors channels =
                new ChannelFactors(op.epsilon(), constant, scratch.allocate(bytes), scratch.allocate(bytes));
        if (constant) {
            channels.load(statistics[0], statistics[1], statistics[2], statistics[3], bytes / Float.BYTES);
        }
        return channels;
    }

    /** Computes them from the operands of this run, unless they are known. */
    void load(Operands operands) {
        if (!constant) {
            load(operands.input(1), operands.input(2), operands.input(3), operands.input(4), operands.inputElements(1));
        }
    }

    private void load(
            MemorySegment weight, MemorySegment bias, MemorySegment mean, MemorySegment variance, long channels) {
        for (long c = 0; c < channels; c++) {
            double root = Math.sqrt((double) variance.getAtIndex(ValueLayout.JAVA_FLOAT, c) + epsilon);
            double factor = weight.getAtIndex(ValueLayout.JAVA_FLOAT, c) / root;
            double summand =
                    bias.getAtIndex(ValueLayout.JAVA_FLOAT, c) - mean.getAtIndex(ValueLayout.JAVA_FLOAT, c) * factor;
            factors.setAtIndex(ValueLayout.JAVA_FLOAT, c, (float) factor);
            summands.setAtIndex(ValueLayout.JAVA_FLOAT, c, (float) summand);
        }
    }

    float factor(long channel) {
        return factors.getAtIndex(ValueLayout.JAVA_FLOAT, channel);
    }

    float summand(long channel) {
        return summands.getAtIndex(ValueLayout.JAVA_FLOAT, channel);
    }
}
