package hone.engine.kernel.optimizer;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.optimizer.Scale;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One product for each element. */
public final class ReorderedScale implements ElementKernel<Scale> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Scale> op() {
        return Scale.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        float factor = operands.input(1).getAtIndex(ValueLayout.JAVA_FLOAT, 0);
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        for (long i = from; i < to; i++) {
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, x.getAtIndex(ValueLayout.JAVA_FLOAT, i) * factor);
        }
    }
}
