package hone.engine.kernel.reduce;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.reduce.SumChannels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A channel of one sample is a stretch of memory. Four sums in double take turns along it, so that an addition does not
 * wait for the one before it, and samples follow in their order. Threads share channels.
 */
public final class ReorderedSumChannels implements Kernel<SumChannels> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<SumChannels> op() {
        return SumChannels.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(SumChannels op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(SumChannels op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(SumChannels op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(SumChannels op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Channels();
    }

    /** A unit is a channel of all samples. */
    private record Channels() implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputSize(0, 1);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long channels = operands.inputSize(0, 1);
            long samples = operands.inputSize(0, 0);
            long places = samples == 0 ? 0 : operands.inputElements(0) / (samples * channels);
            for (long channel = from; channel < to; channel++) {
                double sum = 0;
                for (long sample = 0; sample < samples; sample++) {
                    sum += sum(operands.input(0), (sample * channels + channel) * places, (int) places);
                }
                operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, channel, (float) sum);
            }
        }

        private static double sum(MemorySegment x, long from, int count) {
            double sum0 = 0;
            double sum1 = 0;
            double sum2 = 0;
            double sum3 = 0;
            int i = 0;
            for (; i < count - 3; i += 4) {
                sum0 += x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
                sum1 += x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i + 1);
                sum2 += x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i + 2);
                sum3 += x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i + 3);
            }
            for (; i < count; i++) {
                sum0 += x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
            }
            return (sum0 + sum1) + (sum2 + sum3);
        }
    }
}
