package hone.engine.kernel.activation;

import hone.engine.kernel.math.VectorExp;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Slopes of activations a vector at a time, times what comes from above. All of them are made of one sigmoid, and the
 * sigmoid of one exponential that never exceeds 1: e = exp(−|u|) gives sigmoid(u) as 1 / (1 + e) or e / (1 + e), and its
 * slope as e / (1 + e)², for either sign.
 *
 * <p>Error: some units in the last place of the slope's largest term, 10⁻⁶ of dy at most.
 */
final class SlopeLoops {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private SlopeLoops() {}

    /** The elements of {@code count} that fill whole vectors. */
    static int whole(int count) {
        return LANES.loopBound(count);
    }

    /** dx = dy · factor · e / (1 + e)² with e = exp(−|linear · x|), for whole vectors from byte {@code at} on. */
    static void bell(
            MemorySegment x, MemorySegment dy, MemorySegment dx, long at, int count, float linear, float factor) {
        for (int i = 0; i < count; i += LANES.length()) {
            long place = at + 4L * i;
            FloatVector u =
                    FloatVector.fromMemorySegment(LANES, x, place, ORDER).mul(linear);
            FloatVector e = VectorExp.exp(u.abs().neg());
            FloatVector sum = e.add(1);
            FloatVector slope = e.mul(factor).div(sum.mul(sum));
            slope.mul(FloatVector.fromMemorySegment(LANES, dy, place, ORDER)).intoMemorySegment(dx, place, ORDER);
        }
    }

    /** dx = dy · (x · sigmoid(u))′ with u = x · (linear + cubic · x²); as {@link #bell}. */
    static void gated(
            MemorySegment in, MemorySegment dy, MemorySegment dx, long at, int count, float linear, float cubic) {
        for (int i = 0; i < count; i += LANES.length()) {
            long place = at + 4L * i;
            FloatVector x = FloatVector.fromMemorySegment(LANES, in, place, ORDER)
                    .max(-PlainSlopes.FLAT)
                    .min(PlainSlopes.FLAT);
            FloatVector bend = x.mul(x).mul(cubic);
            FloatVector u = bend.add(linear).mul(x);
            FloatVector e = VectorExp.exp(u.abs().neg());
            FloatVector share = FloatVector.broadcast(LANES, 1).div(e.add(1));
            FloatVector gate = share.blend(share.mul(e), u.compare(VectorOperators.LT, 0));
            FloatVector rise = bend.mul(3).add(linear).mul(x);
            FloatVector slope = rise.mul(e.mul(share).mul(share)).add(gate);
            slope.mul(FloatVector.fromMemorySegment(LANES, dy, place, ORDER)).intoMemorySegment(dx, place, ORDER);
        }
    }
}
