package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.ReluGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The rectifier's gradient as a plain loop: what came through is passed back, what was cut off is not. */
public final class ReorderedReluGradient implements ElementKernel<ReluGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<ReluGradient> op() {
        return ReluGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        MemorySegment y = operands.input(0);
        MemorySegment dy = operands.input(1);
        MemorySegment dx = operands.output(0);
        for (long i = from; i < to; i++) {
            float slope = y.getAtIndex(ValueLayout.JAVA_FLOAT, i) > 0 ? dy.getAtIndex(ValueLayout.JAVA_FLOAT, i) : 0;
            dx.setAtIndex(ValueLayout.JAVA_FLOAT, i, slope);
        }
    }
}
