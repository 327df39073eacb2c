package hone.engine.kernel.normalization;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.normalization.BatchNorm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Batch normalization as one multiplication and one addition for each element, since {@link ChannelFactors} has put each
 * channel's four numbers together before: no root and no division in the loop.
 */
public final class ReorderedBatchNorm implements Kernel<BatchNorm> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<BatchNorm> op() {
        return BatchNorm.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(BatchNorm op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(BatchNorm op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(BatchNorm op, Site site) {
        return ChannelFactors.bytes(site);
    }

    @Override
    public Prepared prepare(BatchNorm op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Images(ChannelFactors.prepare(op, site, scratch));
    }

    /** A unit is an image, or a row of features: all channels of one element of the batch. */
    private record Images(ChannelFactors channels) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.outputElements(0) == 0 ? 0 : operands.inputSize(0, 0);
        }

        @Override
        public void begin(Operands operands) {
            channels.load(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            if (from == to) {
                return;
            }
            MemorySegment x = operands.input(0);
            MemorySegment y = operands.output(0);
            long count = operands.inputSize(0, 1);
            long plane = operands.outputElements(0) / operands.inputSize(0, 0) / count;
            if (plane == 1) {
                features(x, y, from, to, count);
                return;
            }
            for (long p = from * count; p < to * count; p++) {
                float factor = channels.factor(p % count);
                float summand = channels.summand(p % count);
                for (long i = p * plane; i < (p + 1) * plane; i++) {
                    y.setAtIndex(ValueLayout.JAVA_FLOAT, i, x.getAtIndex(ValueLayout.JAVA_FLOAT, i) * factor + summand);
                }
            }
        }

        private void features(MemorySegment x, MemorySegment y, long from, long to, long count) {
            for (long row = from; row < to; row++) {
                for (long c = 0; c < count; c++) {
                    float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, row * count + c);
                    y.setAtIndex(
                            ValueLayout.JAVA_FLOAT, row * count + c, value * channels.factor(c) + channels.summand(c));
                }
            }
        }
    }
}
