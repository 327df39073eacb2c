package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.op.normalization.Softmax;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The softmax in three passes over each row, with Java's own exponential; the sum is in double. */
public final class ReorderedSoftmax implements RowKernel<Softmax> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Softmax> op() {
        return Softmax.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void row(Softmax op, Operands operands, long from, int width) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        float largest = Float.NEGATIVE_INFINITY;
        for (long i = from; i < from + width; i++) {
            float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            if (value > largest) {
                largest = value;
            }
        }
        double sum = 0;
        for (long i = from; i < from + width; i++) {
            float power = (float) Math.exp(x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - largest);
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, power);
            sum += power;
        }
        float factor = (float) (1 / sum);
        for (long i = from; i < from + width; i++) {
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, y.getAtIndex(ValueLayout.JAVA_FLOAT, i) * factor);
        }
    }
}
