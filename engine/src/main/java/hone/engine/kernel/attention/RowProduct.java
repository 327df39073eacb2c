package hone.engine.kernel.attention;

import hone.engine.kernel.math.LaneSums;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The two products of one query: with the keys, and of its weights with the values. Vectors run along the head; keys and
 * values are read strictly forwards and once, so memory sets the pace. Four rows at a time have sums of their own, which
 * keeps the additions from waiting for one another. Offsets are in bytes.
 */
final class RowProduct {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private RowProduct() {}

    /**
     * scores[j] = scale · q · k[j] for {@code keys} keys that lie {@code kRow} apart.
     *
     * @param scores with room for a vector more than there are keys
     */
    static void scores(
            int headDim,
            float scale,
            MemorySegment q,
            long q0,
            MemorySegment k,
            long k0,
            long kRow,
            int keys,
            MemorySegment scores,
            long s0) {
        int bound = LANES.loopBound(headDim);
        int j = 0;
        for (; j < keys - 3; j += 4) {
            long at = k0 + j * kRow;
            FloatVector sum0 = FloatVector.zero(LANES);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            for (int c = 0; c < bound; c += LENGTH) {
                long place = at + (long) c * Float.BYTES;
                FloatVector x = FloatVector.fromMemorySegment(LANES, q, q0 + (long) c * Float.BYTES, ORDER);
                sum0 = x.fma(FloatVector.fromMemorySegment(LANES, k, place, ORDER), sum0);
                sum1 = x.fma(FloatVector.fromMemorySegment(LANES, k, place + kRow, ORDER), sum1);
                sum2 = x.fma(FloatVector.fromMemorySegment(LANES, k, place + 2 * kRow, ORDER), sum2);
                sum3 = x.fma(FloatVector.fromMemorySegment(LANES, k, place + 3 * kRow, ORDER), sum3);
            }
            // Lanes behind the fourth reach beyond these scores; what follows overwrites them.
            LaneSums.ofFour(sum0, sum1, sum2, sum3)
                    .mul(scale)
                    .intoMemorySegment(scores, s0 + (long) j * Float.BYTES, ORDER);
        }
        for (; j < keys; j++) {
            FloatVector sum = FloatVector.zero(LANES);
            for (int c = 0; c < bound; c += LENGTH) {
                FloatVector x = FloatVector.fromMemorySegment(LANES, q, q0 + (long) c * Float.BYTES, ORDER);
                sum = x.fma(
                        FloatVector.fromMemorySegment(LANES, k, k0 + j * kRow + (long) c * Float.BYTES, ORDER), sum);
            }
            scores.set(F32, s0 + (long) j * Float.BYTES, LaneSums.of(sum) * scale);
        }
        if (bound < headDim) {
            restOfScores(bound, headDim, scale, q, q0, k, k0, kRow, keys, scores, s0);
        }
    }

    /** The elements of each head behind the last whole vector. */
    private static void restOfScores(
            int bound,
            int headDim,
            float scale,
            MemorySegment q,
            long q0,
            MemorySegment k,
            long k0,
            long kRow,
            int keys,
            MemorySegment scores,
            long s0) {
        for (int j = 0; j < keys; j++) {
            float sum = 0;
            for (int c = bound; c < headDim; c++) {
                long column = (long) c * Float.BYTES;
                sum += q.get(F32, q0 + column) * k.get(F32, k0 + j * kRow + column);
            }
            long s = s0 + (long) j * Float.BYTES;
            scores.set(F32, s, scores.get(F32, s) + sum * scale);
        }
    }

    /** Zeros in a row of a head, whatever stood there. */
    static void clear(MemorySegment out, long o0, int headDim) {
        for (int c = 0; c < headDim; c++) {
            out.set(F32, o0 + (long) c * Float.BYTES, 0);
        }
    }

    /** out = factor · out + Σ weights[j] · v[j] over {@code keys} values that lie {@code vRow} apart. */
    static void values(
            int headDim,
            MemorySegment weights,
            long w0,
            MemorySegment v,
            long v0,
            long vRow,
            int keys,
            float factor,
            MemorySegment out,
            long o0) {
        int c = 0;
        for (; c < headDim - (4 * LENGTH - 1); c += 4 * LENGTH) {
            long column = (long) c * Float.BYTES;
            fourVectors(weights, w0, v, v0 + column, vRow, keys, factor, out, o0 + column);
        }
        for (; c < headDim - (LENGTH - 1); c += LENGTH) {
            long column = (long) c * Float.BYTES;
            oneVector(weights, w0, v, v0 + column, vRow, keys, factor, out, o0 + column);
        }
        for (; c < headDim; c++) {
            long column = (long) c * Float.BYTES;
            float before = out.get(F32, o0 + column) * factor;
            out.set(F32, o0 + column, before + oneColumn(weights, w0, v, v0 + column, vRow, keys));
        }
    }

    /** A column behind the last whole vector, in four sums that do not wait for one another. */
    private static float oneColumn(MemorySegment weights, long w0, MemorySegment v, long v0, long vRow, int keys) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int j = 0;
        for (; j < keys - 3; j += 4) {
            long w = w0 + (long) j * Float.BYTES;
            long at = v0 + j * vRow;
            sum0 += weights.get(F32, w) * v.get(F32, at);
            sum1 += weights.get(F32, w + 4) * v.get(F32, at + vRow);
            sum2 += weights.get(F32, w + 8) * v.get(F32, at + 2 * vRow);
            sum3 += weights.get(F32, w + 12) * v.get(F32, at + 3 * vRow);
        }
        for (; j < keys; j++) {
            sum0 += weights.get(F32, w0 + (long) j * Float.BYTES) * v.get(F32, v0 + j * vRow);
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    private static void fourVectors(
            MemorySegment weights,
            long w0,
            MemorySegment v,
            long v0,
            long vRow,
            int keys,
            float factor,
            MemorySegment out,
            long o0) {
        FloatVector sum0 = FloatVector.fromMemorySegment(LANES, out, o0, ORDER).mul(factor);
        FloatVector sum1 =
                FloatVector.fromMemorySegment(LANES, out, o0 + VECTOR, ORDER).mul(factor);
        FloatVector sum2 = FloatVector.fromMemorySegment(LANES, out, o0 + 2 * VECTOR, ORDER)
                .mul(factor);
        FloatVector sum3 = FloatVector.fromMemorySegment(LANES, out, o0 + 3 * VECTOR, ORDER)
                .mul(factor);
        for (int j = 0; j < keys; j++) {
            FloatVector x = FloatVector.broadcast(LANES, weights.get(F32, w0 + (long) j * Float.BYTES));
            long at = v0 + j * vRow;
            sum0 = x.fma(FloatVector.fromMemorySegment(LANES, v, at, ORDER), sum0);
            sum1 = x.fma(FloatVector.fromMemorySegment(LANES, v, at + VECTOR, ORDER), sum1);
            sum2 = x.fma(FloatVector.fromMemorySegment(LANES, v, at + 2 * VECTOR, ORDER), sum2);
            sum3 = x.fma(FloatVector.fromMemorySegment(LANES, v, at + 3 * VECTOR, ORDER), sum3);
        }
        sum0.intoMemorySegment(out, o0, ORDER);
        sum1.intoMemorySegment(out, o0 + VECTOR, ORDER);
        sum2.intoMemorySegment(out, o0 + 2 * VECTOR, ORDER);
        sum3.intoMemorySegment(out, o0 + 3 * VECTOR, ORDER);
    }

    private static void oneVector(
            MemorySegment weights,
            long w0,
            MemorySegment v,
            long v0,
            long vRow,
            int keys,
            float factor,
            MemorySegment out,
            long o0) {
        FloatVector sum0 = FloatVector.fromMemorySegment(LANES, out, o0, ORDER).mul(factor);
        FloatVector sum1 = FloatVector.zero(LANES);
        FloatVector sum2 = sum1;
        FloatVector sum3 = sum1;
        int j = 0;
        for (; j < keys - 3; j += 4) {
            long w = w0 + (long) j * Float.BYTES;
            long at = v0 + j * vRow;
            sum0 = FloatVector.fromMemorySegment(LANES, v, at, ORDER)
                    .fma(FloatVector.broadcast(LANES, weights.get(F32, w)), sum0);
            sum1 = FloatVector.fromMemorySegment(LANES, v, at + vRow, ORDER)
                    .fma(FloatVector.broadcast(LANES, weights.get(F32, w + 4)), sum1);
            sum2 = FloatVector.fromMemorySegment(LANES, v, at + 2 * vRow, ORDER)
                    .fma(FloatVector.broadcast(LANES, weights.get(F32, w + 8)), sum2);
            sum3 = FloatVector.fromMemorySegment(LANES, v, at + 3 * vRow, ORDER)
                    .fma(FloatVector.broadcast(LANES, weights.get(F32, w + 12)), sum3);
        }
        for (; j < keys; j++) {
            sum0 = FloatVector.fromMemorySegment(LANES, v, v0 + j * vRow, ORDER)
                    .fma(FloatVector.broadcast(LANES, weights.get(F32, w0 + (long) j * Float.BYTES)), sum0);
        }
        sum0.add(sum1).add(sum2.add(sum3)).intoMemorySegment(out, o0, ORDER);
    }
}
