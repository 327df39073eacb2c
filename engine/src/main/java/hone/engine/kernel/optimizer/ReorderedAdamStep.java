package hone.engine.kernel.optimizer;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.optimizer.AdamStep;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The formula of {@link AdamStep}, one element after the other. */
public final class ReorderedAdamStep implements Kernel<AdamStep> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<AdamStep> op() {
        return AdamStep.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(AdamStep op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(AdamStep op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(AdamStep op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(AdamStep op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Blocks(op, new AdamFactors(op));
    }

    /** A unit is a block of elements. */
    private record Blocks(AdamStep op, AdamFactors factors) implements Prepared {
        @Override
        public long units(Operands operands) {
            return ElementBlocks.count(operands);
        }

        @Override
        public void begin(Operands operands) {
            factors.update(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long end = ElementBlocks.end(operands, to);
            elements(op, factors, operands, from * ElementBlocks.SIZE, end);
        }
    }

    /** Updates elements {@code from} to {@code to} - 1. */
    static void elements(AdamStep op, AdamFactors factors, Operands operands, long from, long to) {
        MemorySegment parameters = operands.output(0);
        MemorySegment gradients = operands.input(AdamStep.GRADIENT);
        MemorySegment means = operands.output(1);
        MemorySegment squares = operands.output(2);
        float beta1 = op.beta1();
        float beta2 = op.beta2();
        for (long i = from; i < to; i++) {
            float g = gradients.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            float m = beta1 * means.getAtIndex(ValueLayout.JAVA_FLOAT, i) + (1 - beta1) * g;
            float v = beta2 * squares.getAtIndex(ValueLayout.JAVA_FLOAT, i) + (1 - beta2) * g * g;
            means.setAtIndex(ValueLayout.JAVA_FLOAT, i, m);
            squares.setAtIndex(ValueLayout.JAVA_FLOAT, i, v);
            float root = (float) Math.sqrt(v) * factors.rootScale() + op.epsilon();
            float kept = parameters.getAtIndex(ValueLayout.JAVA_FLOAT, i) * factors.keep();
            parameters.setAtIndex(ValueLayout.JAVA_FLOAT, i, kept - factors.meanScale() * m / root);
        }
    }
}
