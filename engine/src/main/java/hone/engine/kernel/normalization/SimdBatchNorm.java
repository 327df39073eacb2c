package hone.engine.kernel.normalization;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.normalization.BatchNorm;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Batch normalization with the Vector API: one fused multiply-add for a whole vector of elements. The planes of an image
 * have one factor and one summand each; in a row of features, every element has its own, and the vectors of factors and
 * summands are read beside it.
 */
public final class SimdBatchNorm implements Kernel<BatchNorm> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<BatchNorm> op() {
        return BatchNorm.class;
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
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
            int count = Math.toIntExact(operands.inputSize(0, 1));
            int plane = Math.toIntExact(operands.outputElements(0) / operands.inputSize(0, 0) / count);
            for (long image = from; image < to; image++) {
                if (plane == 1) {
                    features(operands.input(0), operands.output(0), image * count, count);
                } else {
                    planes(operands.input(0), operands.output(0), image * count, count, plane);
                }
            }
        }

        private void features(MemorySegment x, MemorySegment y, long first, int count) {
            ChannelLoops.features(x, channels.factors(), channels.summands(), y, first * Float.BYTES, count);
        }

        private void planes(MemorySegment x, MemorySegment y, long firstPlane, int count, int plane) {
            for (int c = 0; c < count; c++) {
                long at = (firstPlane + c) * plane * Float.BYTES;
                ChannelLoops.plane(x, y, at, plane, channels.factor(c), channels.summand(c));
            }
        }
    }
}
