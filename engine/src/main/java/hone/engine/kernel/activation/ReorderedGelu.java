package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Gelu;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Either form of the Gaussian error linear unit with Java's own exponential, in double: one call per element. As
 * (1 + tanh u) / 2 = 1 / (1 + e^−2u), one exponential and one division do for the hyperbolic tangent, and the exact form is
 * an exponential times a polynomial ({@link NormalTail}).
 */
public final class ReorderedGelu implements ElementKernel<Gelu> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Gelu> op() {
        return Gelu.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(Gelu op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Slices(op.approximate() ? this::compute : ReorderedGelu::exact);
    }

    /** The approximate form. */
    @Override
    public void compute(Operands operands, long from, long to) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        for (long i = from; i < to; i++) {
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, PlainActivations.geluTanh(x.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
        }
    }

    private static void exact(Operands operands, long from, long to) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        for (long i = from; i < to; i++) {
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, PlainActivations.geluErf(x.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
        }
    }
}
