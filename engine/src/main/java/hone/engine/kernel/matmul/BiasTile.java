package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile on the side in which a block of a layer's result is added up, one panel wide: its rows start with the bias, and
 * what is beyond the last column is never written out. Kernels that widen weights work on it alone, so that they have no
 * partial vectors.
 */
public final class BiasTile {
    /** Bytes of a row of the tile. */
    public static final long ROW = (long) ColumnPanels.WIDTH * Float.BYTES;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private BiasTile() {}

    /**
     * Fills {@code height} rows of the tile at byte {@code tile} with the bias.
     *
     * @param bias (n) F32
     * @param column first column of the panel
     */
    public static void start(MemorySegment bias, int n, int column, int height, MemorySegment tiles, long tile) {
        long from = (long) column * Float.BYTES;
        long width = (long) Math.min(ColumnPanels.WIDTH, n - column) * Float.BYTES;
        if (width < ROW) {
            for (int row = 0; row < height; row++) {
                MemorySegment.copy(bias, from, tiles, tile + row * ROW, width);
            }
            return;
        }
        FloatVector left = FloatVector.fromMemorySegment(LANES, bias, from, ORDER);
        FloatVector right = FloatVector.fromMemorySegment(LANES, bias, from + VECTOR, ORDER);
        for (int row = 0; row < height; row++) {
            left.intoMemorySegment(tiles, tile + row * ROW, ORDER);
            right.intoMemorySegment(tiles, tile + row * ROW + VECTOR, ORDER);
        }
    }

    /** Fills {@code height} rows of the tile with zeros. */
    public static void zero(int height, MemorySegment tiles, long tile) {
        FloatVector zero = FloatVector.zero(LANES);
        for (int row = 0; row < height; row++) {
            zero.intoMemorySegment(tiles, tile + row * ROW, ORDER);
            zero.intoMemorySegment(tiles, tile + row * ROW + VECTOR, ORDER);
        }
    }

    /** Writes the tile to the first output, whose rows have {@code n} elements, from row {@code top} on. */
    public static void write(
            MemorySegment tiles, long tile, Operands operands, int n, long top, int height, int column) {
        MemorySegment y = operands.output(0);
        long width = (long) Math.min(ColumnPanels.WIDTH, n - column) * Float.BYTES;
        for (int row = 0; row < height; row++) {
            long from = tile + row * ROW;
            long to = ((top + row) * n + column) * Float.BYTES;
            if (width < ROW) {
                MemorySegment.copy(tiles, from, y, to, width);
            } else {
                FloatVector.fromMemorySegment(LANES, tiles, from, ORDER).intoMemorySegment(y, to, ORDER);
                FloatVector.fromMemorySegment(LANES, tiles, from + VECTOR, ORDER)
                        .intoMemorySegment(y, to + VECTOR, ORDER);
            }
        }
    }
}
