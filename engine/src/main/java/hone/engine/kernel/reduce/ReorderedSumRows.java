package hone.engine.kernel.reduce;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.reduce.SumRows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Each row is added to the running sums, so that the inner loop walks along memory. Threads share columns and never
 * rows: every column is summed from its first row to its last, whoever does it.
 */
public final class ReorderedSumRows implements Kernel<SumRows> {
    /** Columns of one unit: four cache lines, so that no two threads write to the same one. */
    private static final long COLUMNS = 64;

    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<SumRows> op() {
        return SumRows.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(SumRows op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(SumRows op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(SumRows op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(SumRows op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new ColumnBlocks();
    }

    /** A unit is a block of columns. */
    private record ColumnBlocks() implements Prepared {
        @Override
        public long units(Operands operands) {
            return (operands.outputElements(0) + COLUMNS - 1) / COLUMNS;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long n = operands.outputElements(0);
            long rows = n == 0 ? 0 : operands.inputElements(0) / n;
            long firstColumn = from * COLUMNS;
            long lastColumn = Math.min(n, to * COLUMNS);
            MemorySegment x = operands.input(0);
            MemorySegment sums = operands.output(0);
            for (long j = firstColumn; j < lastColumn; j++) {
                sums.setAtIndex(ValueLayout.JAVA_FLOAT, j, 0);
            }
            for (long i = 0; i < rows; i++) {
                for (long j = firstColumn; j < lastColumn; j++) {
                    float sum = sums.getAtIndex(ValueLayout.JAVA_FLOAT, j);
                    sums.setAtIndex(ValueLayout.JAVA_FLOAT, j, sum + x.getAtIndex(ValueLayout.JAVA_FLOAT, i * n + j));
                }
            }
        }
    }
}
