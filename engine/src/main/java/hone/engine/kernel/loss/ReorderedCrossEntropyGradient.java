package hone.engine.kernel.loss;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.loss.CrossEntropyGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Optional;

/** Row by row: the softmax again from the logits, which is cheaper than to keep it. */
public final class ReorderedCrossEntropyGradient implements Kernel<CrossEntropyGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<CrossEntropyGradient> op() {
        return CrossEntropyGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(CrossEntropyGradient op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(CrossEntropyGradient op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(CrossEntropyGradient op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(CrossEntropyGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows(op.smoothing());
    }

    /** A unit is a row. */
    private record Rows(float smoothing) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputElements(1);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment logits = operands.input(0);
            MemorySegment labels = operands.input(1);
            MemorySegment gradient = operands.output(0);
            int classes = Math.toIntExact(operands.inputSize(0, operands.inputRank(0) - 1));
            double share = operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, 0) / (double) units(operands);
            for (long row = from; row < to; row++) {
                long first = row * classes;
                int label = Objects.checkIndex(labels.getAtIndex(ValueLayout.JAVA_INT, row), classes);
                double largest = Softmax.largest(logits, first, classes);
                double sum = Softmax.sumOfExponentials(logits, first, classes, largest);
                for (int c = 0; c < classes; c++) {
                    double p = Math.exp(logits.getAtIndex(ValueLayout.JAVA_FLOAT, first + c) - largest) / sum;
                    double wanted = (c == label ? 1.0 - smoothing : 0) + (double) smoothing / classes;
                    gradient.setAtIndex(ValueLayout.JAVA_FLOAT, first + c, (float) ((p - wanted) * share));
                }
            }
        }
    }
}
