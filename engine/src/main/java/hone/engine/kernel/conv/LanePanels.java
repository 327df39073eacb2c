package hone.engine.kernel.conv;

import hone.engine.kernel.Footprint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The weights cut into panels of output channels, {@code [panel][1 + steps][channels of the panel]}: first the bias, then
 * for each step the weights of all channels of the panel, one for each lane, which are read strictly forwards. The steps
 * go by column of the kernel, then by row, then by channel, as {@link PatchRow} has its pixels. A panel has two vectors of
 * channels, or one where no more are left or no more are wanted; missing channels have zeros.
 *
 * @param shape of the convolution
 * @param vectors of a panel that is not the last
 */
record LanePanels(ConvShape shape, int vectors) {
    private static final int LENGTH = FloatVector.SPECIES_PREFERRED.length();

    int count() {
        return Math.ceilDiv(shape.outputs(), vectors * LENGTH);
    }

    /** The first output channel of a panel. */
    int first(int panel) {
        return panel * vectors * LENGTH;
    }

    /** Vectors of a panel. */
    int vectors(int panel) {
        return Math.min(vectors, Math.ceilDiv(shape.outputs() - first(panel), LENGTH));
    }

    /** Output channels of all panels, filled up. */
    int filledOutputs() {
        return Math.ceilDiv(shape.outputs(), LENGTH) * LENGTH;
    }

    /** The byte where a panel begins. */
    long start(int panel) {
        return (1L + shape.steps()) * first(panel) * Float.BYTES;
    }

    /** Bytes charged for all panels. */
    long bytes() {
        return Footprint.block((1L + shape.steps()) * filledOutputs() * Float.BYTES);
    }

    /**
     * Packs all weights.
     *
     * @param weight (out, channels, kernel height, kernel width)
     * @param bias (out), or null for zeros
     */
    void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment panels) {
        for (int output = 0; output < shape.outputs(); output++) {
            int panel = output / (vectors * LENGTH);
            long row = (long) vectors(panel) * LENGTH * Float.BYTES;
            long to = start(panel) + (long) (output - first(panel)) * Float.BYTES;
            panels.set(ValueLayout.JAVA_FLOAT, to, bias == null ? 0 : bias.getAtIndex(ValueLayout.JAVA_FLOAT, output));
            for (int j = 0; j < shape.kernelWidth(); j++) {
                for (int i = 0; i < shape.kernelHeight(); i++) {
                    for (int c = 0; c < shape.channels(); c++) {
                        to += row;
                        long from = (((long) output * shape.channels() + c) * shape.kernelHeight() + i)
                                        * shape.kernelWidth()
                                + j;
                        panels.set(ValueLayout.JAVA_FLOAT, to, weight.getAtIndex(ValueLayout.JAVA_FLOAT, from));
                    }
                }
            }
        }
    }
}
