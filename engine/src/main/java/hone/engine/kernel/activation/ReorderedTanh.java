package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.Tanh;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The hyperbolic tangent from Java's own library, in double: one call per element. */
public final class ReorderedTanh implements ElementKernel<Tanh> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Tanh> op() {
        return Tanh.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        for (long i = from; i < to; i++) {
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, PlainActivations.tanh(x.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
        }
    }
}
