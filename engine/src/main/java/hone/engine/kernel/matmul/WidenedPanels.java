package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import java.lang.foreign.MemorySegment;

/**
 * The weights (n × k) of a layer in panels of fewer bits than float32. {@link WidenedLinear} asks for slices of them as
 * float32, and leaves to them what goes better row by row. Offsets are in bytes.
 */
public interface WidenedPanels {
    /** Rows of the layer's input, over all its leading dimensions. */
    long m(Operands operands);

    /** Outputs of the layer. */
    int n(Operands operands);

    /** Inputs of the layer. */
    int k(Operands operands);

    /** The bias (n), float32. */
    MemorySegment bias(Operands operands);

    /** Gets ready for a run, on one thread. */
    default void begin(Operands operands) {}

    /** Whether this run has so few rows that panels are best taken as they are, several read side by side. */
    default boolean few(Operands operands) {
        return false;
    }

    /** How many panels a unit has where rows are {@link #few}. */
    default int streams() {
        return 1;
    }

    /**
     * All rows, where they are {@link #few}, by some panels side by side, from the bias to the result.
     *
     * @param panel the first one
     * @param count at most {@link #streams}
     * @param tile memory for a few rows of a tile
     */
    default void stream(Operands operands, int panel, int count, MemorySegment work, long tile) {
        throw new IllegalStateException("rows are never few here");
    }

    /** Whether a block of so many rows is computed row by row: widening a panel for it would take longer. */
    default boolean oneByOne(Operands operands, int height) {
        return false;
    }

    /**
     * Adds rows' products with a whole panel to a tile, row by row.
     *
     * @param top first row
     * @param tile the rows' sums, {@link BiasTile#ROW} apart
     */
    default void addRows(
            Operands operands, long top, int height, int panel, MemorySegment work, long tile, int worker) {
        throw new IllegalStateException("rows are never computed one by one here");
    }

    /**
     * Widens a slice of a panel, scales multiplied in.
     *
     * @param p first of the {@code depth} steps of the inner dimension
     * @param slice where (depth × {@link ColumnPanels#WIDTH}) float32 go
     */
    void widen(int k, int panel, int p, int depth, MemorySegment work, long slice, int worker);
}
