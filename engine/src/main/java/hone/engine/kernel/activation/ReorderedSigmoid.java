package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.Sigmoid;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The logistic function with Java's own exponential, in double: one call per element. */
public final class ReorderedSigmoid implements ElementKernel<Sigmoid> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Sigmoid> op() {
        return Sigmoid.class;
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
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, PlainActivations.sigmoid(x.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
        }
    }
}
