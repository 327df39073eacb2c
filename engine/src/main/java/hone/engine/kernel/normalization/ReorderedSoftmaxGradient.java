package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.op.normalization.SoftmaxGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The softmax's gradient in two passes over each row: the sum of y · dy in double, then the result. */
public final class ReorderedSoftmaxGradient implements RowKernel<SoftmaxGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<SoftmaxGradient> op() {
        return SoftmaxGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void row(SoftmaxGradient op, Operands operands, long from, int width) {
        MemorySegment y = operands.input(0);
        MemorySegment dy = operands.input(1);
        double sum = 0;
        for (int j = 0; j < width; j++) {
            sum += (double) y.getAtIndex(ValueLayout.JAVA_FLOAT, from + j)
                    * dy.getAtIndex(ValueLayout.JAVA_FLOAT, from + j);
        }
        for (int j = 0; j < width; j++) {
            double difference = dy.getAtIndex(ValueLayout.JAVA_FLOAT, from + j) - sum;
            float slope = (float) (y.getAtIndex(ValueLayout.JAVA_FLOAT, from + j) * difference);
            operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, from + j, slope);
        }
    }
}
