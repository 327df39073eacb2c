package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.ActivationGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The gradient of a smooth activation with Java's own exponential, in double: one call per element. */
public final class ReorderedActivationGradient implements ElementKernel<ActivationGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<ActivationGradient> op() {
        return ActivationGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(ActivationGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Slices((operands, from, to) -> compute(op.activation(), operands, from, to));
    }

    /** What there is to compute depends on the activation, so {@link #prepare} chooses it. */
    @Override
    public void compute(Operands operands, long from, long to) {
        throw new UnsupportedOperationException("which activation?");
    }

    /** dx = dy · f′(x) for elements {@code from} to {@code to} - 1. */
    static void compute(Activation activation, Operands operands, long from, long to) {
        MemorySegment x = operands.input(0);
        MemorySegment dy = operands.input(1);
        MemorySegment dx = operands.output(0);
        for (long i = from; i < to; i++) {
            double slope = PlainSlopes.of(activation, x.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            dx.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (dy.getAtIndex(ValueLayout.JAVA_FLOAT, i) * slope));
        }
    }
}
