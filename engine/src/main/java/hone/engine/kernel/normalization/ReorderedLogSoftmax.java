package hone.engine.kernel.normalization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.normalization.LogSoftmax;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Three passes over a row: the largest number, the sum of the exponentials, the differences. */
public final class ReorderedLogSoftmax implements UnpackedKernel<LogSoftmax> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<LogSoftmax> op() {
        return LogSoftmax.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(LogSoftmax op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows();
    }

    /** A unit is a row. */
    private record Rows() implements Prepared {
        @Override
        public long units(Operands operands) {
            long row = operands.inputRowStride(0);
            return row == 0 ? 0 : operands.outputElements(0) / row;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment x = operands.input(0);
            MemorySegment y = operands.output(0);
            long row = operands.inputRowStride(0);
            for (long at = from * row; at < to * row; at += row) {
                double largest = Double.NEGATIVE_INFINITY;
                for (long i = at; i < at + row; i++) {
                    largest = Math.max(largest, x.getAtIndex(ValueLayout.JAVA_FLOAT, i));
                }
                double sum = 0;
                for (long i = at; i < at + row; i++) {
                    sum += Math.exp(x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - largest);
                }
                double shift = largest + Math.log(sum);
                for (long i = at; i < at + row; i++) {
                    y.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - shift));
                }
            }
        }
    }
}
