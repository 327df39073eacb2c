package hone.engine.kernel.elementwise;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.elementwise.Unary;
import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/** Functions of one number, element by element, through the library of Java. */
public final class ReorderedUnary implements ElementKernel<Unary> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Unary> op() {
        return Unary.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(Unary op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        if (site.inputs().getFirst().dtype() == DType.I32) {
            IntUnaryOperator function = PlainFunctions.ofWhole(op);
            return new Slices((operands, from, to) -> wholes(function, operands, from, to));
        }
        DoubleUnaryOperator function = PlainFunctions.of(op);
        return new Slices((operands, from, to) -> reals(function, operands, from, to));
    }

    private static void reals(DoubleUnaryOperator function, Operands operands, long from, long to) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        for (long i = from; i < to; i++) {
            double value = function.applyAsDouble(x.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
        }
    }

    private static void wholes(IntUnaryOperator function, Operands operands, long from, long to) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        for (long i = from; i < to; i++) {
            y.setAtIndex(ValueLayout.JAVA_INT, i, function.applyAsInt(x.getAtIndex(ValueLayout.JAVA_INT, i)));
        }
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        throw new IllegalStateException("what it computes depends on the op");
    }
}
