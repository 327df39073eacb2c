package hone.engine.kernel.elementwise;

import hone.engine.op.elementwise.BinaryFunction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic on two rows of float32, a vector at a time. An input moves on element by element, or is one number for the whole
 * row; the last few elements are a vector with a mask.
 */
final class BroadcastLoops {
    /** The functions that there is a loop for. */
    static final Set<BinaryFunction> FUNCTIONS = Set.of(
            BinaryFunction.ADD,
            BinaryFunction.SUB,
            BinaryFunction.MUL,
            BinaryFunction.DIV,
            BinaryFunction.MIN,
            BinaryFunction.MAX,
            BinaryFunction.PRELU);

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private BroadcastLoops() {}

    /** One row; all places in elements, each step 0 or 1. */
    static void row(
            BinaryFunction function,
            MemorySegment a,
            long aAt,
            long aStep,
            MemorySegment b,
            long bAt,
            long bStep,
            MemorySegment y,
            long yAt,
            int count) {
        switch (function) {
            case ADD -> each(a, aAt, aStep, b, bAt, bStep, y, yAt, count, FloatVector::add);
            case SUB -> each(a, aAt, aStep, b, bAt, bStep, y, yAt, count, FloatVector::sub);
            case MUL -> each(a, aAt, aStep, b, bAt, bStep, y, yAt, count, FloatVector::mul);
            case DIV -> each(a, aAt, aStep, b, bAt, bStep, y, yAt, count, FloatVector::div);
            case MIN -> each(a, aAt, aStep, b, bAt, bStep, y, yAt, count, FloatVector::min);
            case MAX -> each(a, aAt, aStep, b, bAt, bStep, y, yAt, count, FloatVector::max);
            case PRELU ->
                each(a, aAt, aStep, b, bAt, bStep, y, yAt, count, (v, slope) -> v.blend(v.mul(slope), v.lt(0)));
            default -> throw new IllegalStateException("no loop for " + function);
        }
    }

    /** A function of two vectors. */
    @FunctionalInterface
    private interface Lanes {
        FloatVector apply(FloatVector a, FloatVector b);
    }

    private static void each(
            MemorySegment a,
            long aAt,
            long aStep,
            MemorySegment b,
            long bAt,
            long bStep,
            MemorySegment y,
            long yAt,
            int count,
            Lanes function) {
        FloatVector oneA = FloatVector.broadcast(LANES, a.getAtIndex(ValueLayout.JAVA_FLOAT, aAt));
        FloatVector oneB = FloatVector.broadcast(LANES, b.getAtIndex(ValueLayout.JAVA_FLOAT, bAt));
        int whole = LANES.loopBound(count);
        for (int i = 0; i < whole; i += LANES.length()) {
            FloatVector left =
                    aStep == 0 ? oneA : FloatVector.fromMemorySegment(LANES, a, (aAt + i) * Float.BYTES, ORDER);
            FloatVector right =
                    bStep == 0 ? oneB : FloatVector.fromMemorySegment(LANES, b, (bAt + i) * Float.BYTES, ORDER);
            function.apply(left, right).intoMemorySegment(y, (yAt + i) * Float.BYTES, ORDER);
        }
        if (whole < count) {
            VectorMask<Float> rest = LANES.indexInRange(whole, count);
            FloatVector left = aStep == 0
                    ? oneA
                    : FloatVector.fromMemorySegment(LANES, a, (aAt + whole) * Float.BYTES, ORDER, rest);
            FloatVector right = bStep == 0
                    ? oneB
                    : FloatVector.fromMemorySegment(LANES, b, (bAt + whole) * Float.BYTES, ORDER, rest);
            function.apply(left, right).intoMemorySegment(y, (yAt + whole) * Float.BYTES, ORDER, rest);
        }
    }
}
