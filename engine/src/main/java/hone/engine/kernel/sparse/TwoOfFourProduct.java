package hone.engine.kernel.sparse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of activations times a slice of a 2:4 weight, and the way back to a dense panel for many rows. Flat methods for
 * the reason given in {@link hone.engine.kernel.matmul.PanelProduct}; offsets are in bytes.
 */
final class TwoOfFourProduct {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> PLACES =
            VectorSpecies.of(int.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ValueLayout.OfLong TWO_FLOATS = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Groups of four inputs whose places share a vector. */
    private static final int QUADS = TwoOfFour.IN_A_LANE / 2;

    private TwoOfFourProduct() {}

    /**
     * One row: four inputs are repeated all over a vector, and each lane picks its own two of them, by the lowest bits of
     * its places, which then make room for the next.
     *
     * @param quads groups of four inputs, an even number
     * @param w the slice's first weights
     * @param q the slice's first places
     * @param x a vector for each group of four inputs, see {@link #repeat}, at {@code x0}
     * @param y one vector at {@code y0}; the product is added to it
     */
    static void oneRow(int quads, TwoOfFour pairs, long w, long q, MemorySegment x, long x0, MemorySegment y, long y0) {
        MemorySegment weights = pairs.weights();
        FloatVector sum0 = FloatVector.fromMemorySegment(LANES, y, y0, ORDER);
        FloatVector sum1 = FloatVector.zero(LANES);
        FloatVector sum2 = sum1;
        FloatVector sum3 = sum1;
        for (int first = 0; first < quads; first += QUADS) {
            IntVector places = IntVector.fromMemorySegment(PLACES, pairs.places(), q + first / QUADS * VECTOR, ORDER);
            for (int quad = first; quad < Math.min(first + QUADS, quads); quad += 2) {
                long at = w + 2L * quad * VECTOR;
                IntVector inputs = IntVector.fromMemorySegment(PLACES, x, x0 + quad * VECTOR, ORDER);
                sum0 = places.selectFrom(inputs)
                        .reinterpretAsFloats()
                        .fma(FloatVector.fromMemorySegment(LANES, weights, at, ORDER), sum0);
                places = places.lanewise(VectorOperators.LSHR, 2);
                sum1 = places.selectFrom(inputs)
                        .reinterpretAsFloats()
                        .fma(FloatVector.fromMemorySegment(LANES, weights, at + VECTOR, ORDER), sum1);
                places = places.lanewise(VectorOperators.LSHR, 2);
                inputs = IntVector.fromMemorySegment(PLACES, x, x0 + quad * VECTOR + VECTOR, ORDER);
                sum2 = places.selectFrom(inputs)
                        .reinterpretAsFloats()
                        .fma(FloatVector.fromMemorySegment(LANES, weights, at + 2 * VECTOR, ORDER), sum2);
                places = places.lanewise(VectorOperators.LSHR, 2);
                sum3 = places.selectFrom(inputs)
                        .reinterpretAsFloats()
                        .fma(FloatVector.fromMemorySegment(LANES, weights, at + 3 * VECTOR, ORDER), sum3);
                places = places.lanewise(VectorOperators.LSHR, 2);
            }
        }
        sum0.add(sum1).add(sum2.add(sum3)).intoMemorySegment(y, y0, ORDER);
    }

    /** Repeats each four of {@code 4 · quads} activations all over a vector. */
    static void repeat(int quads, MemorySegment x, long x0, MemorySegment repeated, long to) {
        for (int quad = 0; quad < quads; quad++) {
            long two = x.get(TWO_FLOATS, x0 + 16L * quad);
            long others = x.get(TWO_FLOATS, x0 + 16L * quad + 8);
            for (long at = to + quad * VECTOR; at < to + (quad + 1) * VECTOR; at += 16) {
                repeated.set(TWO_FLOATS, at, two);
                repeated.set(TWO_FLOATS, at + 8, others);
            }
        }
    }

    /**
     * Writes groups of four inputs as dense weights, a row of two vectors for each input.
     *
     * @param first the first group, a multiple of eight
     * @param w the slice's first weights
     * @param q the slice's first places
     * @param dense where the slice's half of the first row goes
     */
    static void expand(int first, int count, TwoOfFour pairs, long w, long q, MemorySegment dense, long to) {
        for (int start = first; start < first + count; start += QUADS) {
            IntVector places = IntVector.fromMemorySegment(PLACES, pairs.places(), q + start / QUADS * VECTOR, ORDER);
            for (int quad = start; quad < Math.min(start + QUADS, first + count); quad++) {
                long at = w + 2L * quad * VECTOR;
                FloatVector weight0 = FloatVector.fromMemorySegment(LANES, pairs.weights(), at, ORDER);
                FloatVector weight1 = FloatVector.fromMemorySegment(LANES, pairs.weights(), at + VECTOR, ORDER);
                IntVector place0 = places.and(3);
                IntVector place1 = places.lanewise(VectorOperators.LSHR, 2).and(3);
                places = places.lanewise(VectorOperators.LSHR, 4);
                for (int input = 0; input < 4; input++) {
                    FloatVector zero = FloatVector.zero(LANES);
                    zero.blend(weight0, place0.eq(input).cast(LANES))
                            .add(zero.blend(weight1, place1.eq(input).cast(LANES)))
                            .intoMemorySegment(dense, to + (4L * (quad - first) + input) * 2 * VECTOR, ORDER);
                }
            }
        }
    }
}
