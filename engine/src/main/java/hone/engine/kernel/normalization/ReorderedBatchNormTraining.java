package hone.engine.kernel.normalization;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.normalization.BatchNormTraining;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Three passes over a channel: its mean, its variance around that mean, and the result. The variance as a difference of two
 * means would take one pass less, and lose its digits where the mean is large.
 */
public final class ReorderedBatchNormTraining implements Kernel<BatchNormTraining> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<BatchNormTraining> op() {
        return BatchNormTraining.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(BatchNormTraining op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(BatchNormTraining op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(BatchNormTraining op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(BatchNormTraining op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Channels(op.epsilon());
    }

    /** A unit is a channel of all samples. */
    private record Channels(float epsilon) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputSize(0, 1);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment x = operands.input(0);
            long samples = operands.inputSize(0, 0);
            long channels = operands.inputSize(0, 1);
            long places = samples == 0 ? 0 : operands.inputElements(0) / (samples * channels);
            double count = Math.max(1, samples * places);
            for (long channel = from; channel < to; channel++) {
                double mean = ChannelSums.of(x, samples, channels, places, channel) / count;
                double variance = ChannelSums.squares(x, samples, channels, places, channel, mean) / count;
                operands.output(1).setAtIndex(ValueLayout.JAVA_FLOAT, channel, (float) mean);
                operands.output(2).setAtIndex(ValueLayout.JAVA_FLOAT, channel, (float) variance);
                double factor =
                        operands.input(1).getAtIndex(ValueLayout.JAVA_FLOAT, channel) / Math.sqrt(variance + epsilon);
                double summand = operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, channel) - mean * factor;
                for (long sample = 0; sample < samples; sample++) {
                    long at = (sample * channels + channel) * places;
                    scale(x, operands.output(0), at, places, factor, summand);
                }
            }
        }

        private static void scale(
                MemorySegment x, MemorySegment y, long from, long places, double factor, double summand) {
            for (long i = from; i < from + places; i++) {
                double result = x.getAtIndex(ValueLayout.JAVA_FLOAT, i) * factor + summand;
                y.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) result);
            }
        }
    }
}
