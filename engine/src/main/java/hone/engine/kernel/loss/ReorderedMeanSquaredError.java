package hone.engine.kernel.loss;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.loss.MeanSquaredError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Row by row, and the rows' sums of squares added in their order at the end. */
public final class ReorderedMeanSquaredError implements Kernel<MeanSquaredError> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<MeanSquaredError> op() {
        return MeanSquaredError.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(MeanSquaredError op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(MeanSquaredError op, Site site) {
        return 0;
    }

    /** One double for each row's sum. */
    @Override
    public long scratchBytes(MeanSquaredError op, Site site) {
        return Footprint.block(site.inputs().getFirst().dim(0).max() * Double.BYTES);
    }

    @Override
    public Prepared prepare(MeanSquaredError op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows(scratch.allocate(scratchBytes(op, site)));
    }

    /**
     * A unit is a row.
     *
     * @param squares of the rows // (rows)
     */
    private record Rows(MemorySegment squares) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputSize(0, 0);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment predictions = operands.input(0);
            MemorySegment targets = operands.input(1);
            long width = operands.inputSize(0, 1);
            for (long row = from; row < to; row++) {
                double sum = 0;
                for (long i = row * width; i < (row + 1) * width; i++) {
                    double error = (double) predictions.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                            - targets.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    sum += error * error;
                }
                squares.setAtIndex(ValueLayout.JAVA_DOUBLE, row, sum);
            }
        }

        @Override
        public void end(Operands operands) {
            long rows = units(operands);
            double sum = 0;
            for (long row = 0; row < rows; row++) {
                sum += squares.getAtIndex(ValueLayout.JAVA_DOUBLE, row);
            }
            operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, 0, (float) (sum / operands.inputElements(0)));
        }
    }
}
