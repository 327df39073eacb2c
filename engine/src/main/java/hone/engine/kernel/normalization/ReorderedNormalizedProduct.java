package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.op.normalization.NormalizedProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A row's statistics, then each element normalized and multiplied in one pass. */
public final class ReorderedNormalizedProduct implements RowKernel<NormalizedProduct> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<NormalizedProduct> op() {
        return NormalizedProduct.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void row(NormalizedProduct op, Operands operands, long from, int width) {
        MemorySegment x = operands.input(0);
        MemorySegment dy = operands.input(1);
        double mean = op.centred() ? RowStatistics.mean(x, from, width) : 0;
        double factor = RowStatistics.factor(x, from, width, mean, op.epsilon());
        for (int j = 0; j < width; j++) {
            double normal = (x.getAtIndex(ValueLayout.JAVA_FLOAT, from + j) - mean) * factor;
            float product = (float) (normal * dy.getAtIndex(ValueLayout.JAVA_FLOAT, from + j));
            operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, from + j, product);
        }
    }
}
