package hone.engine.kernel.embedding;

import hone.engine.InvalidInput;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.embedding.EmbeddingGradient;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Place after place, the gradient is added to its id's row. Two places may have one id, so threads share columns and never
 * places: every element is summed from the first place to the last, whoever does it.
 */
public final class ReorderedEmbeddingGradient implements Kernel<EmbeddingGradient> {
    /** Columns of one unit: four cache lines, so that no two threads write to the same one. */
    private static final long COLUMNS = 64;

    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<EmbeddingGradient> op() {
        return EmbeddingGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(EmbeddingGradient op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(EmbeddingGradient op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(EmbeddingGradient op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(EmbeddingGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new ColumnBlocks(site.node());
    }

    /** A unit is a block of columns. */
    private record ColumnBlocks(String node) implements Prepared {
        @Override
        public long units(Operands operands) {
            return (operands.outputSize(0, 1) + COLUMNS - 1) / COLUMNS;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long rows = operands.outputSize(0, 0);
            long width = operands.outputSize(0, 1);
            long places = operands.inputElements(0);
            MemorySegment ids = operands.input(0);
            for (long unit = from; unit < to; unit++) {
                long first = unit * COLUMNS;
                int count = (int) Math.min(COLUMNS, width - first);
                MemorySegment sums = operands.output(0);
                for (long row = 0; row < rows; row++) {
                    clear(sums, row * width + first, count);
                }
                for (long place = 0; place < places; place++) {
                    int id = ids.getAtIndex(ValueLayout.JAVA_INT, place);
                    if (id < 0 || id >= rows) {
                        throw new InvalidInput(
                                "an id names no row of the embedding's table",
                                node,
                                "id " + id + " at place " + place + ", the table has " + rows + " rows");
                    }
                    add(operands.input(1), place * width + first, sums, id * width + first, count);
                }
            }
        }

        private static void clear(MemorySegment sums, long at, int count) {
            for (int j = 0; j < count; j++) {
                sums.setAtIndex(ValueLayout.JAVA_FLOAT, at + j, 0);
            }
        }

        private static void add(MemorySegment dy, long from, MemorySegment sums, long to, int count) {
            for (int j = 0; j < count; j++) {
                float sum = sums.getAtIndex(ValueLayout.JAVA_FLOAT, to + j);
                sums.setAtIndex(ValueLayout.JAVA_FLOAT, to + j, sum + dy.getAtIndex(ValueLayout.JAVA_FLOAT, from + j));
            }
        }
    }
}
