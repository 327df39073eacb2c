package hone.engine.kernel.int8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of INT8 activations (kept as shorts) times one panel of INT8 weights, in integers. A product of two INT8 numbers
 * is at most 127 · 128, so two of them fit a short: the multiplications are done in shorts, twice as many to a
 * vector as floats, and only their pairwise sums are split into ints with shifts. The splitting costs more than the
 * multiplying, and float32 has a fused multiply-add that this does not; so it loses to {@link SimdInt8Linear} unless
 * the processor's integer dot product is used, which the Vector API does not reach.
 *
 * <p>Flat methods for the reason given in {@link hone.engine.kernel.matmul.PanelProduct}; offsets are in bytes. The
 * halves of a 32-bit lane are told apart as on little-endian machines, the only ones the JDK has vectors for.
 */
final class PairProduct {
    private static final VectorSpecies<Integer> SUMS =
            VectorSpecies.of(int.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, FloatVector.SPECIES_PREFERRED.vectorShape());
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.length() * Byte.SIZE));
    private static final long VECTOR = SUMS.vectorByteSize();
    private static final long HALF = VECTOR / 2;
    private static final long STEP = Int8Panels.WIDTH;
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private PairProduct() {}

    /**
     * One row.
     *
     * @param k steps of the inner dimension, a multiple of four
     * @param x rows of shorts; this one at {@code x0}
     * @param b first byte of the panel
     * @param tile two vectors of int sums at {@code t}; the product is added to them
     */
    static void oneRow(int k, MemorySegment x, long x0, MemorySegment panels, long b, MemorySegment tile, long t) {
        IntVector sum00 = IntVector.zero(SUMS);
        IntVector sum01 = sum00;
        for (int p = 0; p < k; p += 4) {
            long at = b + p * STEP;
            ShortVector w00 = (ShortVector)
                    ByteVector.fromMemorySegment(BYTES, panels, at, ORDER).convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector w01 = (ShortVector) ByteVector.fromMemorySegment(BYTES, panels, at + HALF, ORDER)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector w10 = (ShortVector) ByteVector.fromMemorySegment(BYTES, panels, at + 2 * HALF, ORDER)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector w11 = (ShortVector) ByteVector.fromMemorySegment(BYTES, panels, at + 3 * HALF, ORDER)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector first =
                    IntVector.broadcast(SUMS, x.get(I32, x0 + p * 2L)).reinterpretAsShorts();
            ShortVector second =
                    IntVector.broadcast(SUMS, x.get(I32, x0 + p * 2L + 4)).reinterpretAsShorts();
            IntVector pair = w00.mul(first).add(w10.mul(second)).reinterpretAsInts();
            sum00 = sum00.add(pair.lanewise(VectorOperators.ASHR, 16))
                    .add(pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            pair = w01.mul(first).add(w11.mul(second)).reinterpretAsInts();
            sum01 = sum01.add(pair.lanewise(VectorOperators.ASHR, 16))
                    .add(pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
        }
        IntVector.fromMemorySegment(SUMS, tile, t, ORDER).add(sum00).intoMemorySegment(tile, t, ORDER);
        IntVector.fromMemorySegment(SUMS, tile, t + VECTOR, ORDER)
                .add(sum01)
                .intoMemorySegment(tile, t + VECTOR, ORDER);
    }

    /**
     * Two rows, the tile's rows one behind the other: each widened vector of weights is used twice. More rows would share
     * more, but so many vectors in one method exceed what the compiler will inline, and what is left over is boxed.
     */
    static void twoRows(
            int k, MemorySegment x, long x0, long x1, MemorySegment panels, long b, MemorySegment tile, long t) {
        IntVector sum00 = IntVector.zero(SUMS);
        IntVector sum01 = sum00;
        IntVector sum10 = sum00;
        IntVector sum11 = sum00;
        for (int p = 0; p < k; p += 4) {
            long at = b + p * STEP;
            ShortVector w00 = (ShortVector)
                    ByteVector.fromMemorySegment(BYTES, panels, at, ORDER).convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector w01 = (ShortVector) ByteVector.fromMemorySegment(BYTES, panels, at + HALF, ORDER)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector w10 = (ShortVector) ByteVector.fromMemorySegment(BYTES, panels, at + 2 * HALF, ORDER)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector w11 = (ShortVector) ByteVector.fromMemorySegment(BYTES, panels, at + 3 * HALF, ORDER)
                    .convertShape(VectorOperators.B2S, SHORTS, 0);
            ShortVector first =
                    IntVector.broadcast(SUMS, x.get(I32, x0 + p * 2L)).reinterpretAsShorts();
            ShortVector second =
                    IntVector.broadcast(SUMS, x.get(I32, x0 + p * 2L + 4)).reinterpretAsShorts();
            IntVector pair = w00.mul(first).add(w10.mul(second)).reinterpretAsInts();
            sum00 = sum00.add(pair.lanewise(VectorOperators.ASHR, 16))
                    .add(pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            pair = w01.mul(first).add(w11.mul(second)).reinterpretAsInts();
            sum01 = sum01.add(pair.lanewise(VectorOperators.ASHR, 16))
                    .add(pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            first = IntVector.broadcast(SUMS, x.get(I32, x1 + p * 2L)).reinterpretAsShorts();
            second = IntVector.broadcast(SUMS, x.get(I32, x1 + p * 2L + 4)).reinterpretAsShorts();
            pair = w00.mul(first).add(w10.mul(second)).reinterpretAsInts();
            sum10 = sum10.add(pair.lanewise(VectorOperators.ASHR, 16))
                    .add(pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            pair = w01.mul(first).add(w11.mul(second)).reinterpretAsInts();
            sum11 = sum11.add(pair.lanewise(VectorOperators.ASHR, 16))
                    .add(pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
        }
        IntVector.fromMemorySegment(SUMS, tile, t, ORDER).add(sum00).intoMemorySegment(tile, t, ORDER);
        IntVector.fromMemorySegment(SUMS, tile, t + VECTOR, ORDER)
                .add(sum01)
                .intoMemorySegment(tile, t + VECTOR, ORDER);
        IntVector.fromMemorySegment(SUMS, tile, t + 2 * VECTOR, ORDER)
                .add(sum10)
                .intoMemorySegment(tile, t + 2 * VECTOR, ORDER);
        IntVector.fromMemorySegment(SUMS, tile, t + 3 * VECTOR, ORDER)
                .add(sum11)
                .intoMemorySegment(tile, t + 3 * VECTOR, ORDER);
    }
}
