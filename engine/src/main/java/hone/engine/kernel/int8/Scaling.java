package hone.engine.kernel.int8;

import hone.engine.kernel.Operands;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** From sums in integers to the layer's result: each group's times its column's scale and the input's, then the bias. */
final class Scaling {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> SUMS =
            VectorSpecies.of(int.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final long TILE_ROW = (long) Int8Panels.WIDTH * Float.BYTES;

    private Scaling() {}

    /**
     * total += sum · (scale · input scale), for {@code height} rows of one panel.
     *
     * @param sums ints, at byte {@code sum}
     * @param scales the group's scales for the panel's columns, at byte {@code scale}
     * @param totals float32, at byte {@code total}
     */
    static void add(
            MemorySegment sums,
            long sum,
            MemorySegment scales,
            long scale,
            float inputScale,
            MemorySegment totals,
            long total,
            int height) {
        FloatVector scale0 =
                FloatVector.fromMemorySegment(LANES, scales, scale, ORDER).mul(inputScale);
        FloatVector scale1 = FloatVector.fromMemorySegment(LANES, scales, scale + VECTOR, ORDER)
                .mul(inputScale);
        for (int row = 0; row < height; row++) {
            long from = sum + row * TILE_ROW;
            long to = total + row * TILE_ROW;
            FloatVector product = (FloatVector)
                    IntVector.fromMemorySegment(SUMS, sums, from, ORDER).convert(VectorOperators.I2F, 0);
            product.mul(scale0)
                    .add(FloatVector.fromMemorySegment(LANES, totals, to, ORDER))
                    .intoMemorySegment(totals, to, ORDER);
            product = (FloatVector) IntVector.fromMemorySegment(SUMS, sums, from + VECTOR, ORDER)
                    .convert(VectorOperators.I2F, 0);
            product.mul(scale1)
                    .add(FloatVector.fromMemorySegment(LANES, totals, to + VECTOR, ORDER))
                    .intoMemorySegment(totals, to + VECTOR, ORDER);
        }
    }

    /**
     * Writes the totals plus the bias out: columns from {@code column} on of {@code height} rows, from row {@code top} on.
     *
     * @param tiles one panel wide, float32, at byte {@code tile}
     */
    static void write(MemorySegment tiles, long tile, Operands operands, long top, int height, int column) {
        int n = Int8Kernel.n(operands);
        int columns = Math.min(Int8Panels.WIDTH, n - column);
        long left = (long) column * Float.BYTES;
        for (int row = 0; row < height; row++) {
            long to = ((top + row) * n + column) * Float.BYTES;
            writeRow(tiles, tile + row * TILE_ROW, operands.input(3), left, operands.output(0), to, columns);
        }
    }

    private static void writeRow(
            MemorySegment tiles, long from, MemorySegment bias, long left, MemorySegment y, long to, int columns) {
        int j = 0;
        for (; j < LANES.loopBound(columns); j += LANES.length()) {
            long at = (long) j * Float.BYTES;
            FloatVector.fromMemorySegment(LANES, tiles, from + at, ORDER)
                    .add(FloatVector.fromMemorySegment(LANES, bias, left + at, ORDER))
                    .intoMemorySegment(y, to + at, ORDER);
        }
        for (; j < columns; j++) {
            long at = (long) j * Float.BYTES;
            y.set(F32, to + at, tiles.get(F32, from + at) + bias.get(F32, left + at));
        }
    }
}
