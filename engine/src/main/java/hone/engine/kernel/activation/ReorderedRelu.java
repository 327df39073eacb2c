package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.Relu;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The rectifier as a plain loop: {@code Math.max} is one instruction, and NaN stays NaN. */
public final class ReorderedRelu implements ElementKernel<Relu> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Relu> op() {
        return Relu.class;
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
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, Math.max(x.getAtIndex(ValueLayout.JAVA_FLOAT, i), 0));
        }
    }
}
