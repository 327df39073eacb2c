package hone.engine.kernel.strided;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import java.util.function.BiConsumer;

/** A computation row by row over a {@link StridedGrid}, which each run lays out for its sizes. */
public final class StridedRows implements Prepared {
    /** Elements of a unit, little enough for the first cache. */
    private static final long UNIT = 8192;

    private final BiConsumer<Operands, StridedGrid> layout;
    private final Row row;
    private final StridedGrid grid = new StridedGrid();
    private long perRow;
    private long perUnit;

    /**
     * @param layout lays the grid out for a run
     * @param row the computation
     */
    public StridedRows(BiConsumer<Operands, StridedGrid> layout, Row row) {
        this.layout = layout;
        this.row = row;
    }

    /** The computation of part of a row. */
    @FunctionalInterface
    public interface Row {
        /**
         * Computes {@code count} elements of the output from {@code y} on.
         *
         * @param a where the first input begins, in elements
         * @param aStep elements by which it moves on
         */
        void compute(Operands operands, long y, long a, long aStep, long b, long bStep, long c, long cStep, int count);
    }

    @Override
    public void begin(Operands operands) {
        layout.accept(operands, grid);
        perRow = (grid.row() + UNIT - 1) / UNIT;
        perUnit = perRow > 1 ? 1 : Math.max(1, UNIT / Math.max(1, grid.row()));
    }

    /** Some short rows, or a piece of a long one. */
    @Override
    public long units(Operands operands) {
        long rows = operands.outputElements(0) == 0 ? 0 : grid.rows();
        return perRow > 1 ? rows * perRow : (rows + perUnit - 1) / perUnit;
    }

    @Override
    public void run(Operands operands, long from, long to, int worker) {
        if (perRow > 1) {
            for (long unit = from; unit < to; unit++) {
                long first = unit % perRow * UNIT;
                compute(operands, unit / perRow, first, (int) Math.min(UNIT, grid.row() - first));
            }
            return;
        }
        long last = Math.min(to * perUnit, grid.rows());
        for (long each = from * perUnit; each < last; each++) {
            compute(operands, each, 0, (int) grid.row());
        }
    }

    private void compute(Operands operands, long number, long first, int count) {
        row.compute(
                operands,
                number * grid.row() + first,
                grid.at(0, number) + first * grid.step(0),
                grid.step(0),
                grid.at(1, number) + first * grid.step(1),
                grid.step(1),
                grid.at(2, number) + first * grid.step(2),
                grid.step(2),
                count);
    }
}
