package hone.engine.kernel.sparse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of activations times one slice of a sparse INT8 weight: as {@link SliceProduct}, with weights that are widened
 * in registers. Flat for the reason given in {@link hone.engine.kernel.matmul.PanelProduct}; offsets are in bytes.
 */
final class Int8SliceProduct {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> PLACES =
            VectorSpecies.of(int.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(8, LANES.length()) * Byte.SIZE));
    private static final int LANE_COUNT = LANES.length();
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Int8SliceProduct() {}

    /**
     * One row: four slots at a time, with sums of their own.
     *
     * @param from first slot of the slice
     * @param to first slot after it
     * @param x0 the row's first block
     * @param y one vector at {@code y0}, where the sums go; the scales are still to be multiplied in
     */
    static void oneRow(Slices slices, int from, int to, MemorySegment x, long x0, MemorySegment y, long y0) {
        MemorySegment weights = slices.weights();
        MemorySegment places = slices.places();
        MemorySegment blocks = slices.blocks();
        long q = (long) from * LANE_COUNT;
        long b = (long) from * Integer.BYTES;
        int count = to - from;
        FloatVector sum0 = FloatVector.zero(LANES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        IntVector place;
        IntVector input;
        int s = 0;
        for (; s < count - 3; s += 4) {
            place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) (s + 0) * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            input = IntVector.fromMemorySegment(PLACES, x, x0 + blocks.get(I32, b + (s + 0) * 4L), ORDER);
            sum0 = place.selectFrom(input)
                    .reinterpretAsFloats()
                    .fma(
                            (FloatVector)
                                    ByteVector.fromMemorySegment(BYTES, weights, q + (long) (s + 0) * LANE_COUNT, ORDER)
                                            .convertShape(VectorOperators.B2F, LANES, 0),
                            sum0);
            place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) (s + 1) * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            input = IntVector.fromMemorySegment(PLACES, x, x0 + blocks.get(I32, b + (s + 1) * 4L), ORDER);
            sum1 = place.selectFrom(input)
                    .reinterpretAsFloats()
                    .fma(
                            (FloatVector)
                                    ByteVector.fromMemorySegment(BYTES, weights, q + (long) (s + 1) * LANE_COUNT, ORDER)
                                            .convertShape(VectorOperators.B2F, LANES, 0),
                            sum1);
            place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) (s + 2) * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            input = IntVector.fromMemorySegment(PLACES, x, x0 + blocks.get(I32, b + (s + 2) * 4L), ORDER);
            sum2 = place.selectFrom(input)
                    .reinterpretAsFloats()
                    .fma(
                            (FloatVector)
                                    ByteVector.fromMemorySegment(BYTES, weights, q + (long) (s + 2) * LANE_COUNT, ORDER)
                                            .convertShape(VectorOperators.B2F, LANES, 0),
                            sum2);
            place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) (s + 3) * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            input = IntVector.fromMemorySegment(PLACES, x, x0 + blocks.get(I32, b + (s + 3) * 4L), ORDER);
            sum3 = place.selectFrom(input)
                    .reinterpretAsFloats()
                    .fma(
                            (FloatVector)
                                    ByteVector.fromMemorySegment(BYTES, weights, q + (long) (s + 3) * LANE_COUNT, ORDER)
                                            .convertShape(VectorOperators.B2F, LANES, 0),
                            sum3);
        }
        for (; s < count; s++) {
            place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) s * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            input = IntVector.fromMemorySegment(PLACES, x, x0 + blocks.get(I32, b + s * 4L), ORDER);
            sum0 = place.selectFrom(input)
                    .reinterpretAsFloats()
                    .fma(
                            (FloatVector) ByteVector.fromMemorySegment(BYTES, weights, q + (long) s * LANE_COUNT, ORDER)
                                    .convertShape(VectorOperators.B2F, LANES, 0),
                            sum0);
        }
        sum0.add(sum1).add(sum2.add(sum3)).intoMemorySegment(y, y0, ORDER);
    }
}
