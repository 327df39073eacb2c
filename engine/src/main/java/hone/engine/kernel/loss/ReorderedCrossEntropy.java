package hone.engine.kernel.loss;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.loss.CrossEntropy;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Optional;

/**
 * Row by row, and the rows' losses added in their order at the end. With ten classes there is nothing to gain from
 * vectors: the exponentials are the work, and there are few of them.
 */
public final class ReorderedCrossEntropy implements Kernel<CrossEntropy> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<CrossEntropy> op() {
        return CrossEntropy.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(CrossEntropy op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(CrossEntropy op, Site site) {
        return 0;
    }

    /** One double for each row's loss. */
    @Override
    public long scratchBytes(CrossEntropy op, Site site) {
        return Footprint.block(site.inputs().get(1).maxShape().elements() * Double.BYTES);
    }

    @Override
    public Prepared prepare(CrossEntropy op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows(op.smoothing(), scratch.allocate(scratchBytes(op, site)));
    }

    /**
     * A unit is a row.
     *
     * @param losses of the rows // (rows)
     */
    private record Rows(float smoothing, MemorySegment losses) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputElements(1);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment logits = operands.input(0);
            MemorySegment labels = operands.input(1);
            int classes = Math.toIntExact(operands.inputSize(0, operands.inputRank(0) - 1));
            for (long row = from; row < to; row++) {
                long first = row * classes;
                int label = Objects.checkIndex(labels.getAtIndex(ValueLayout.JAVA_INT, row), classes);
                double largest = Softmax.largest(logits, first, classes);
                double sum = Softmax.sumOfExponentials(logits, first, classes, largest);
                double behind = largest - logits.getAtIndex(ValueLayout.JAVA_FLOAT, first + label);
                if (smoothing > 0) {
                    behind += smoothing * (largest - mean(logits, first, classes) - behind);
                }
                losses.setAtIndex(ValueLayout.JAVA_DOUBLE, row, Math.log(sum) + behind);
            }
        }

        private static double mean(MemorySegment logits, long first, int classes) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += logits.getAtIndex(ValueLayout.JAVA_FLOAT, first + c);
            }
            return sum / classes;
        }

        @Override
        public void end(Operands operands) {
            long rows = units(operands);
            double sum = 0;
            for (long row = 0; row < rows; row++) {
                sum += losses.getAtIndex(ValueLayout.JAVA_DOUBLE, row);
            }
            operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, 0, (float) (sum / rows));
        }
    }
}
