package hone.engine.kernel.elementwise;

import hone.engine.kernel.math.VectorExp;
import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.UnaryFunction;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Functions of one number a vector at a time; the last few elements are a vector with a mask. */
final class UnaryLoops {
    /** The functions that there is a loop for. */
    static final Set<UnaryFunction> FUNCTIONS = Set.of(
            UnaryFunction.ABS,
            UnaryFunction.NEG,
            UnaryFunction.SQRT,
            UnaryFunction.RECIPROCAL,
            UnaryFunction.EXP,
            UnaryFunction.SOFTSIGN,
            UnaryFunction.HARD_SWISH,
            UnaryFunction.LEAKY_RELU,
            UnaryFunction.ELU,
            UnaryFunction.SELU,
            UnaryFunction.THRESHOLDED_RELU,
            UnaryFunction.HARD_SIGMOID,
            UnaryFunction.CLIP);

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private UnaryLoops() {}

    /** Each loop is small and compiled by itself: one decision for a whole slice. */
    static void run(Unary op, MemorySegment x, MemorySegment y, long from, int count) {
        long at = from * Float.BYTES;
        float alpha = (float) op.alpha();
        float beta = (float) op.beta();
        switch (op.function()) {
            case ABS -> each(x, y, at, count, FloatVector::abs);
            case NEG -> each(x, y, at, count, FloatVector::neg);
            case SQRT -> each(x, y, at, count, FloatVector::sqrt);
            case RECIPROCAL ->
                each(x, y, at, count, v -> FloatVector.broadcast(LANES, 1).div(v));
            case EXP -> each(x, y, at, count, VectorExp::exp);
            case SOFTSIGN -> each(x, y, at, count, v -> v.div(v.abs().add(1)));
            case HARD_SWISH ->
                each(x, y, at, count, v -> v.mul(v.div(6).add(0.5F).max(0).min(1)));
            case LEAKY_RELU -> each(x, y, at, count, v -> v.blend(v.mul(alpha), v.lt(0)));
            case ELU ->
                each(x, y, at, count, v -> v.blend(VectorExp.exp(v).sub(1).mul(alpha), v.lt(0)));
            case SELU ->
                each(
                        x,
                        y,
                        at,
                        count,
                        v -> v.blend(VectorExp.exp(v).sub(1).mul(alpha), v.lt(0))
                                .mul(beta));
            case THRESHOLDED_RELU ->
                each(
                        x,
                        y,
                        at,
                        count,
                        v -> v.blend(0, v.compare(VectorOperators.GT, alpha).not()));
            case HARD_SIGMOID ->
                each(x, y, at, count, v -> v.mul(alpha).add(beta).max(0).min(1));
            case CLIP -> each(x, y, at, count, v -> v.max(alpha).min(beta));
            default -> throw new IllegalStateException("no loop for " + op.function());
        }
    }

    /** A function of every lane. */
    @FunctionalInterface
    private interface Lanes {
        FloatVector apply(FloatVector x);
    }

    private static void each(MemorySegment x, MemorySegment y, long start, int count, Lanes function) {
        int whole = LANES.loopBound(count);
        for (int i = 0; i < whole; i += LANES.length()) {
            long at = start + (long) i * Float.BYTES;
            function.apply(FloatVector.fromMemorySegment(LANES, x, at, ORDER)).intoMemorySegment(y, at, ORDER);
        }
        if (whole < count) {
            long at = start + (long) whole * Float.BYTES;
            VectorMask<Float> rest = LANES.indexInRange(whole, count);
            function.apply(FloatVector.fromMemorySegment(LANES, x, at, ORDER, rest))
                    .intoMemorySegment(y, at, ORDER, rest);
        }
    }
}
