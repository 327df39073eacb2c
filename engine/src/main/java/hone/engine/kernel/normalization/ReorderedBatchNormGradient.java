package hone.engine.kernel.normalization;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.normalization.BatchNormGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Both sums of a channel first, which are the gradients of bias and weight, then its own gradient element by element. */
public final class ReorderedBatchNormGradient implements Kernel<BatchNormGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<BatchNormGradient> op() {
        return BatchNormGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(BatchNormGradient op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(BatchNormGradient op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(BatchNormGradient op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(BatchNormGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
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
            MemorySegment dy = operands.input(BatchNormGradient.DY);
            long samples = operands.inputSize(0, 0);
            long channels = operands.inputSize(0, 1);
            long places = samples == 0 ? 0 : operands.inputElements(0) / (samples * channels);
            double count = Math.max(1, samples * places);
            for (long channel = from; channel < to; channel++) {
                double mean = operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, channel);
                double factor =
                        1 / Math.sqrt(operands.input(3).getAtIndex(ValueLayout.JAVA_FLOAT, channel) + (double) epsilon);
                double sum = ChannelSums.of(dy, samples, channels, places, channel);
                double product = ChannelSums.products(x, dy, samples, channels, places, channel, mean) * factor;
                operands.output(1).setAtIndex(ValueLayout.JAVA_FLOAT, channel, (float) product);
                operands.output(2).setAtIndex(ValueLayout.JAVA_FLOAT, channel, (float) sum);
                double weight = operands.input(1).getAtIndex(ValueLayout.JAVA_FLOAT, channel) * factor;
                double shift = sum / count;
                double pull = product / count * factor;
                for (long sample = 0; sample < samples; sample++) {
                    long at = (sample * channels + channel) * places;
                    for (long i = at; i < at + places; i++) {
                        double distance = x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - mean;
                        double slope = dy.getAtIndex(ValueLayout.JAVA_FLOAT, i) - shift - distance * pull;
                        operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (weight * slope));
                    }
                }
            }
        }
    }
}
