package hone.engine.kernel.pool;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.GlobalAveragePool2d;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** What the kernels of a mean over whole channels have in common: all but how one channel is added up. */
interface GlobalPoolKernel extends Kernel<GlobalAveragePool2d> {
    /** The sum of {@code count} floats from element {@code from} on. */
    float sum(MemorySegment x, long from, long count);

    @Override
    default Class<GlobalAveragePool2d> op() {
        return GlobalAveragePool2d.class;
    }

    @Override
    default Optional<String> refusal(GlobalAveragePool2d op, Site site) {
        return Optional.empty();
    }

    @Override
    default long packedBytes(GlobalAveragePool2d op, Site site) {
        return 0;
    }

    @Override
    default long scratchBytes(GlobalAveragePool2d op, Site site) {
        return 0;
    }

    @Override
    default Prepared prepare(GlobalAveragePool2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Channels(this);
    }

    /** A unit is one channel of one image. */
    record Channels(GlobalPoolKernel kernel) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.outputElements(0);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long pixels = operands.inputSize(0, 2) * operands.inputSize(0, 3);
            for (long channel = from; channel < to; channel++) {
                float sum = kernel.sum(operands.input(0), channel * pixels, pixels);
                operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, channel, sum / pixels);
            }
        }
    }
}
