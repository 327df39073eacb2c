package hone.engine.kernel.loss;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.loss.MeanSquaredErrorGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Element by element. */
public final class ReorderedMeanSquaredErrorGradient implements Kernel<MeanSquaredErrorGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<MeanSquaredErrorGradient> op() {
        return MeanSquaredErrorGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(MeanSquaredErrorGradient op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(MeanSquaredErrorGradient op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(MeanSquaredErrorGradient op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(MeanSquaredErrorGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Elements();
    }

    /** A unit is an element. */
    private record Elements() implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputElements(0);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment predictions = operands.input(0);
            MemorySegment targets = operands.input(1);
            MemorySegment gradient = operands.output(0);
            double share = 2.0 * operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, 0) / units(operands);
            for (long i = from; i < to; i++) {
                double error = (double) predictions.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                        - targets.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                gradient.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (error * share));
            }
        }
    }
}
