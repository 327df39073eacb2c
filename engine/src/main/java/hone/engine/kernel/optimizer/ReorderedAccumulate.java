package hone.engine.kernel.optimizer;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.optimizer.Accumulate;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One addition for each element, in place. */
public final class ReorderedAccumulate implements ElementKernel<Accumulate> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Accumulate> op() {
        return Accumulate.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        MemorySegment sum = operands.output(0);
        MemorySegment gradient = operands.input(1);
        for (long i = from; i < to; i++) {
            float more = gradient.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            sum.setAtIndex(ValueLayout.JAVA_FLOAT, i, sum.getAtIndex(ValueLayout.JAVA_FLOAT, i) + more);
        }
    }
}
