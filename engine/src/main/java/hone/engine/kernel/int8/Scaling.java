package hone.engine.kernel.int8;

import hone.engine.kernel.Operands;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Writes a tile of sums out: each times its column's scale and the input's, plus its column's bias. */
final class Scaling {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final long TILE_ROW = (long) Int8Panels.WIDTH * Float.BYTES;

    private Scaling() {}

    /**
     * Columns from {@code column} on of {@code height} rows, from row {@code top} on.
     *
     * @param tiles one panel wide, float32, at byte {@code tile}
     * @param inputScale the input's scale; 1 where the input is not quantized
     */
    static void write(
            MemorySegment tiles, long tile, Operands operands, long top, int height, int column, float inputScale) {
        int n = Int8Kernel.n(operands);
        int columns = Math.min(Int8Panels.WIDTH, n - column);
        for (int row = 0; row < height; row++) {
            long to = ((top + row) * n + column) * Float.BYTES;
            writeRow(tiles, tile + row * TILE_ROW, operands, column, operands.output(0), to, columns, inputScale);
        }
    }

    private static void writeRow(
            MemorySegment tiles,
            long from,
            Operands operands,
            int column,
            MemorySegment y,
            long to,
            int columns,
            float inputScale) {
        MemorySegment scale = operands.input(2);
        MemorySegment bias = operands.input(3);
        long left = (long) column * Float.BYTES;
        int j = 0;
        for (; j < LANES.loopBound(columns); j += LANES.length()) {
            long at = (long) j * Float.BYTES;
            FloatVector.fromMemorySegment(LANES, tiles, from + at, ORDER)
                    .mul(FloatVector.fromMemorySegment(LANES, scale, left + at, ORDER)
                            .mul(inputScale))
                    .add(FloatVector.fromMemorySegment(LANES, bias, left + at, ORDER))
                    .intoMemorySegment(y, to + at, ORDER);
        }
        for (; j < columns; j++) {
            long at = (long) j * Float.BYTES;
            y.set(
                    F32,
                    to + at,
                    tiles.get(F32, from + at) * (scale.get(F32, left + at) * inputScale) + bias.get(F32, left + at));
        }
    }
}
