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
 * Rows of activations times one slice of a sparse weight. For every slot: load its block of inputs, permute it so that
 * each lane has the input of its weight, multiply and add. Flat methods for the reason given in
 * {@link hone.engine.kernel.matmul.PanelProduct}; offsets are in bytes.
 */
final class SliceProduct {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> PLACES =
            VectorSpecies.of(int.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(8, LANES.length()) * Byte.SIZE));
    private static final long VECTOR = LANES.vectorByteSize();
    private static final int LANE_COUNT = LANES.length();
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private SliceProduct() {}

    /**
     * One row: four slots at a time, with sums of their own.
     *
     * @param from first slot of the slice
     * @param to first slot after it
     * @param x0 the row's first block
     * @param y one vector at {@code y0}; the product is added to it
     */
    static void oneRow(Slices slices, int from, int to, MemorySegment x, long x0, MemorySegment y, long y0) {
        MemorySegment weights = slices.weights();
        MemorySegment places = slices.places();
        MemorySegment blocks = slices.blocks();
        long w = from * VECTOR;
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
                    .fma(FloatVector.fromMemorySegment(LANES, weights, w + (s + 0) * VECTOR, ORDER), sum0);
            place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) (s + 1) * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            input = IntVector.fromMemorySegment(PLACES, x, x0 + blocks.get(I32, b + (s + 1) * 4L), ORDER);
            sum1 = place.selectFrom(input)
                    .reinterpretAsFloats()
                    .fma(FloatVector.fromMemorySegment(LANES, weights, w + (s + 1) * VECTOR, ORDER), sum1);
            place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) (s + 2) * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            input = IntVector.fromMemorySegment(PLACES, x, x0 + blocks.get(I32, b + (s + 2) * 4L), ORDER);
            sum2 = place.selectFrom(input)
                    .reinterpretAsFloats()
                    .fma(FloatVector.fromMemorySegment(LANES, weights, w + (s + 2) * VECTOR, ORDER), sum2);
            place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) (s + 3) * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            input = IntVector.fromMemorySegment(PLACES, x, x0 + blocks.get(I32, b + (s + 3) * 4L), ORDER);
            sum3 = place.selectFrom(input)
                    .reinterpretAsFloats()
                    .fma(FloatVector.fromMemorySegment(LANES, weights, w + (s + 3) * VECTOR, ORDER), sum3);
        }
        for (; s < count; s++) {
            place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) s * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            input = IntVector.fromMemorySegment(PLACES, x, x0 + blocks.get(I32, b + s * 4L), ORDER);
            sum0 = place.selectFrom(input)
                    .reinterpretAsFloats()
                    .fma(FloatVector.fromMemorySegment(LANES, weights, w + s * VECTOR, ORDER), sum0);
        }
        FloatVector.fromMemorySegment(LANES, y, y0, ORDER)
                .add(sum0.add(sum1).add(sum2.add(sum3)))
                .intoMemorySegment(y, y0, ORDER);
    }

    /**
     * Eight rows: each slot's weights and places are loaded once for all of them.
     *
     * @param x0 the {@link RowGroup}
     * @param y one vector for each row, one behind the other; the product is added to it
     */
    static void eightRows(Slices slices, int from, int to, MemorySegment x, long x0, MemorySegment y, long y0) {
        MemorySegment weights = slices.weights();
        MemorySegment places = slices.places();
        MemorySegment blocks = slices.blocks();
        long w = from * VECTOR;
        long q = (long) from * LANE_COUNT;
        long b = (long) from * Integer.BYTES;
        int count = to - from;
        FloatVector sum0 = FloatVector.zero(LANES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        FloatVector sum6 = sum0;
        FloatVector sum7 = sum0;
        for (int s = 0; s < count; s++) {
            IntVector place = (IntVector) ByteVector.fromMemorySegment(BYTES, places, q + (long) s * LANE_COUNT, ORDER)
                    .convertShape(VectorOperators.B2I, PLACES, 0);
            FloatVector weight = FloatVector.fromMemorySegment(LANES, weights, w + s * VECTOR, ORDER);
            long block = x0 + (long) RowGroup.ROWS * blocks.get(I32, b + s * 4L);
            sum0 = place.selectFrom(IntVector.fromMemorySegment(PLACES, x, block, ORDER))
                    .reinterpretAsFloats()
                    .fma(weight, sum0);
            sum1 = place.selectFrom(IntVector.fromMemorySegment(PLACES, x, block + VECTOR, ORDER))
                    .reinterpretAsFloats()
                    .fma(weight, sum1);
            sum2 = place.selectFrom(IntVector.fromMemorySegment(PLACES, x, block + 2 * VECTOR, ORDER))
                    .reinterpretAsFloats()
                    .fma(weight, sum2);
            sum3 = place.selectFrom(IntVector.fromMemorySegment(PLACES, x, block + 3 * VECTOR, ORDER))
                    .reinterpretAsFloats()
                    .fma(weight, sum3);
            sum4 = place.selectFrom(IntVector.fromMemorySegment(PLACES, x, block + 4 * VECTOR, ORDER))
                    .reinterpretAsFloats()
                    .fma(weight, sum4);
            sum5 = place.selectFrom(IntVector.fromMemorySegment(PLACES, x, block + 5 * VECTOR, ORDER))
                    .reinterpretAsFloats()
                    .fma(weight, sum5);
            sum6 = place.selectFrom(IntVector.fromMemorySegment(PLACES, x, block + 6 * VECTOR, ORDER))
                    .reinterpretAsFloats()
                    .fma(weight, sum6);
            sum7 = place.selectFrom(IntVector.fromMemorySegment(PLACES, x, block + 7 * VECTOR, ORDER))
                    .reinterpretAsFloats()
                    .fma(weight, sum7);
        }
        FloatVector.fromMemorySegment(LANES, y, y0, ORDER).add(sum0).intoMemorySegment(y, y0, ORDER);
        FloatVector.fromMemorySegment(LANES, y, y0 + VECTOR, ORDER).add(sum1).intoMemorySegment(y, y0 + VECTOR, ORDER);
        FloatVector.fromMemorySegment(LANES, y, y0 + 2 * VECTOR, ORDER)
                .add(sum2)
                .intoMemorySegment(y, y0 + 2 * VECTOR, ORDER);
        FloatVector.fromMemorySegment(LANES, y, y0 + 3 * VECTOR, ORDER)
                .add(sum3)
                .intoMemorySegment(y, y0 + 3 * VECTOR, ORDER);
        FloatVector.fromMemorySegment(LANES, y, y0 + 4 * VECTOR, ORDER)
                .add(sum4)
                .intoMemorySegment(y, y0 + 4 * VECTOR, ORDER);
        FloatVector.fromMemorySegment(LANES, y, y0 + 5 * VECTOR, ORDER)
                .add(sum5)
                .intoMemorySegment(y, y0 + 5 * VECTOR, ORDER);
        FloatVector.fromMemorySegment(LANES, y, y0 + 6 * VECTOR, ORDER)
                .add(sum6)
                .intoMemorySegment(y, y0 + 6 * VECTOR, ORDER);
        FloatVector.fromMemorySegment(LANES, y, y0 + 7 * VECTOR, ORDER)
                .add(sum7)
                .intoMemorySegment(y, y0 + 7 * VECTOR, ORDER);
    }

    /** Copies one vector. */
    static void copy(MemorySegment from, long at, MemorySegment to, long there) {
        FloatVector.fromMemorySegment(LANES, from, at, ORDER).intoMemorySegment(to, there, ORDER);
    }
}
