package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.PositionEmbeddingGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Threads share the table's rows; each is summed from the first sample to the last, whoever does it. */
public final class ReorderedPositionsGradient implements Kernel<PositionEmbeddingGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<PositionEmbeddingGradient> op() {
        return PositionEmbeddingGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(PositionEmbeddingGradient op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(PositionEmbeddingGradient op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(PositionEmbeddingGradient op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(PositionEmbeddingGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows(site.node(), site.inputs().size() > PositionEmbeddingGradient.POSITION);
    }

    /** A unit is a row of the table: one position of all samples. */
    private record Rows(String node, boolean positioned) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.outputSize(0, 0);
        }

        @Override
        public void begin(Operands operands) {
            if (positioned) {
                Positions.check(
                        operands.input(PositionEmbeddingGradient.POSITION),
                        operands.inputSize(0, 1),
                        operands.outputSize(0, 0),
                        node);
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long width = operands.outputSize(0, 1);
            long seq = operands.inputSize(0, 1);
            long samples = operands.inputSize(0, 0);
            int first = positioned ? Positions.first(operands.input(PositionEmbeddingGradient.POSITION)) : 0;
            for (long row = from; row < to; row++) {
                MemorySegment sums = operands.output(0);
                for (long c = 0; c < width; c++) {
                    sums.setAtIndex(ValueLayout.JAVA_FLOAT, row * width + c, 0);
                }
                if (row < first || row >= first + seq) {
                    continue;
                }
                for (long sample = 0; sample < samples; sample++) {
                    add(operands.input(0), (sample * seq + row - first) * width, sums, row * width, width);
                }
            }
        }

        private static void add(MemorySegment dy, long from, MemorySegment sums, long to, long width) {
            for (long c = 0; c < width; c++) {
                float sum = sums.getAtIndex(ValueLayout.JAVA_FLOAT, to + c);
                sums.setAtIndex(ValueLayout.JAVA_FLOAT, to + c, sum + dy.getAtIndex(ValueLayout.JAVA_FLOAT, from + c));
            }
        }
    }
}
