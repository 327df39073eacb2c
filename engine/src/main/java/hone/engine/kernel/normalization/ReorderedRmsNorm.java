package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.op.normalization.RmsNorm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Normalization by the root mean square in two passes over each row. The sum is in double. */
public final class ReorderedRmsNorm implements RowKernel<RmsNorm> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<RmsNorm> op() {
        return RmsNorm.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void row(RmsNorm op, Operands operands, long from, int width) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        MemorySegment weight = operands.input(1);
        double squares = 0;
        for (long i = from; i < from + width; i++) {
            double value = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            squares += value * value;
        }
        double factor = 1 / Math.sqrt(squares / width + op.epsilon());
        for (int j = 0; j < width; j++) {
            double normal = x.getAtIndex(ValueLayout.JAVA_FLOAT, from + j) * factor;
            y.setAtIndex(
                    ValueLayout.JAVA_FLOAT, from + j, (float) (normal * weight.getAtIndex(ValueLayout.JAVA_FLOAT, j)));
        }
    }
}
