package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.op.normalization.NormalizationGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A row's statistics again, which is cheaper than to keep them, then both sums of g = dy · weight in one pass and the
 * result in another. Everything between is in double.
 */
public final class ReorderedNormalizationGradient implements RowKernel<NormalizationGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<NormalizationGradient> op() {
        return NormalizationGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void row(NormalizationGradient op, Operands operands, long from, int width) {
        MemorySegment x = operands.input(0);
        MemorySegment weight = operands.input(1);
        MemorySegment dy = operands.input(2);
        double mean = op.centred() ? RowStatistics.mean(x, from, width) : 0;
        double factor = RowStatistics.factor(x, from, width, mean, op.epsilon());
        double sum = 0;
        double product = 0;
        for (int j = 0; j < width; j++) {
            double g = (double) dy.getAtIndex(ValueLayout.JAVA_FLOAT, from + j)
                    * weight.getAtIndex(ValueLayout.JAVA_FLOAT, j);
            sum += g;
            product += g * (x.getAtIndex(ValueLayout.JAVA_FLOAT, from + j) - mean);
        }
        double shift = op.centred() ? sum / width : 0;
        double pull = product * factor * factor / width;
        for (int j = 0; j < width; j++) {
            double g = (double) dy.getAtIndex(ValueLayout.JAVA_FLOAT, from + j)
                    * weight.getAtIndex(ValueLayout.JAVA_FLOAT, j);
            double distance = x.getAtIndex(ValueLayout.JAVA_FLOAT, from + j) - mean;
            float slope = (float) (factor * (g - shift - distance * pull));
            operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, from + j, slope);
        }
    }
}
