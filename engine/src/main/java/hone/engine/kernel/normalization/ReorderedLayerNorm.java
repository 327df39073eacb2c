package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.op.normalization.LayerNorm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Layer normalization in three passes over each row: mean, variance, result. The sums are in double. */
public final class ReorderedLayerNorm implements RowKernel<LayerNorm> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<LayerNorm> op() {
        return LayerNorm.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void row(LayerNorm op, Operands operands, long from, int width) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        MemorySegment weight = operands.input(1);
        MemorySegment bias = operands.input(2);
        double sum = 0;
        for (long i = from; i < from + width; i++) {
            sum += x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        }
        double mean = sum / width;
        double squares = 0;
        for (long i = from; i < from + width; i++) {
            double distance = x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - mean;
            squares += distance * distance;
        }
        double factor = 1 / Math.sqrt(squares / width + op.epsilon());
        for (int j = 0; j < width; j++) {
            double normal = (x.getAtIndex(ValueLayout.JAVA_FLOAT, from + j) - mean) * factor;
            double scaled = normal * weight.getAtIndex(ValueLayout.JAVA_FLOAT, j);
            y.setAtIndex(
                    ValueLayout.JAVA_FLOAT, from + j, (float) (scaled + bias.getAtIndex(ValueLayout.JAVA_FLOAT, j)));
        }
    }
}
