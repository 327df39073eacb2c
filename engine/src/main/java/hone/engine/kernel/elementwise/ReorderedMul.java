package hone.engine.kernel.elementwise;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.op.elementwise.Mul;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The product, element by element. */
public final class ReorderedMul implements ElementKernel<Mul> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Mul> op() {
        return Mul.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        MemorySegment a = operands.input(0);
        MemorySegment b = operands.input(1);
        MemorySegment product = operands.output(0);
        for (long i = from; i < to; i++) {
            float left = a.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            product.setAtIndex(ValueLayout.JAVA_FLOAT, i, left * b.getAtIndex(ValueLayout.JAVA_FLOAT, i));
        }
    }
}
