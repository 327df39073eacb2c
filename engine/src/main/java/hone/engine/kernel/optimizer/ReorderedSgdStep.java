package hone.engine.kernel.optimizer;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.optimizer.SgdStep;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The formula of {@link SgdStep}, one element after the other. */
public final class ReorderedSgdStep implements Kernel<SgdStep> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<SgdStep> op() {
        return SgdStep.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(SgdStep op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(SgdStep op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(SgdStep op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(SgdStep op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Blocks(op);
    }

    /** A unit is a block of elements. */
    private record Blocks(SgdStep op) implements Prepared {
        @Override
        public long units(Operands operands) {
            return ElementBlocks.count(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            float rate = operands.input(SgdStep.LEARNING_RATE).getAtIndex(ValueLayout.JAVA_FLOAT, 0);
            long end = ElementBlocks.end(operands, to);
            elements(op, rate, operands, from * ElementBlocks.SIZE, end);
        }
    }

    /** Updates elements {@code from} to {@code to} - 1. */
    static void elements(SgdStep op, float rate, Operands operands, long from, long to) {
        MemorySegment parameters = operands.output(0);
        MemorySegment gradients = operands.input(SgdStep.GRADIENT);
        MemorySegment velocities = operands.output(1);
        float momentum = op.momentum();
        float decay = op.weightDecay();
        boolean nesterov = op.nesterov();
        for (long i = from; i < to; i++) {
            float p = parameters.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            float d = gradients.getAtIndex(ValueLayout.JAVA_FLOAT, i) + decay * p;
            float v = momentum * velocities.getAtIndex(ValueLayout.JAVA_FLOAT, i) + d;
            float step = nesterov ? momentum * v + d : v;
            velocities.setAtIndex(ValueLayout.JAVA_FLOAT, i, v);
            parameters.setAtIndex(ValueLayout.JAVA_FLOAT, i, p - rate * step);
        }
    }
}
