package hone.engine.kernel.elementwise;

import hone.engine.op.elementwise.BinaryFunction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic on two rows of float32, a vector at a time. An input moves on element by element, or is one number for the whole
 * row; the last few elements are computed one by one. Each function has loops of its own, as one that called the function through
 * an interface would make an object of every vector.
 */
final class BroadcastLoops {
    /** The functions that there is a loop for. */
    static final Set<BinaryFunction> FUNCTIONS = EnumSet.of(
            BinaryFunction.ADD,
            BinaryFunction.SUB,
            BinaryFunction.MUL,
            BinaryFunction.DIV,
            BinaryFunction.MIN,
            BinaryFunction.MAX,
            BinaryFunction.PRELU);

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT;

    private BroadcastLoops() {}

    /**
     * One row; all places in elements, each step 0 or 1.
     */
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
        int whole = LANES.loopBound(count);
        long left = aAt * Float.BYTES;
        long right = bAt * Float.BYTES;
        long to = yAt * Float.BYTES;
        if (aStep != 0 && bStep != 0) {
            both(function, a, left, b, right, y, to, whole);
        } else if (aStep != 0) {
            rightOne(function, a, left, b.getAtIndex(F32, bAt), y, to, whole);
        } else if (bStep != 0) {
            leftOne(function, a.getAtIndex(F32, aAt), b, right, y, to, whole);
        } else {
            whole = 0;
        }
        for (int i = whole; i < count; i++) {
            float one = a.getAtIndex(F32, aAt + i * aStep);
            float other = b.getAtIndex(F32, bAt + i * bStep);
            y.setAtIndex(F32, yAt + i, of(function, one, other));
        }
    }

    private static float of(BinaryFunction function, float a, float b) {
        return switch (function) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case PRELU -> a < 0 ? a * b : a;
            default -> throw new IllegalStateException("no loop for " + function);
        };
    }

    private static void both(
            BinaryFunction function,
            MemorySegment a,
            long left,
            MemorySegment b,
            long right,
            MemorySegment y,
            long to,
            int count) {
        switch (function) {
            case ADD -> RowLoops.add(a, left, b, right, y, to, count);
            case SUB -> RowLoops.sub(a, left, b, right, y, to, count);
            case MUL -> RowLoops.mul(a, left, b, right, y, to, count);
            case DIV -> RowLoops.div(a, left, b, right, y, to, count);
            case MIN -> RowLoops.min(a, left, b, right, y, to, count);
            case MAX -> RowLoops.max(a, left, b, right, y, to, count);
            case PRELU -> RowLoops.prelu(a, left, b, right, y, to, count);
            default -> throw new IllegalStateException("no loop for " + function);
        }
    }

    private static void rightOne(
            BinaryFunction function, MemorySegment a, long left, float b, MemorySegment y, long to, int count) {
        switch (function) {
            case ADD -> RowLoops.add(a, left, b, y, to, count);
            case SUB -> RowLoops.sub(a, left, b, y, to, count);
            case MUL -> RowLoops.mul(a, left, b, y, to, count);
            case DIV -> RowLoops.div(a, left, b, y, to, count);
            case MIN -> RowLoops.min(a, left, b, y, to, count);
            case MAX -> RowLoops.max(a, left, b, y, to, count);
            case PRELU -> RowLoops.prelu(a, left, b, y, to, count);
            default -> throw new IllegalStateException("no loop for " + function);
        }
    }

    private static void leftOne(
            BinaryFunction function, float a, MemorySegment b, long right, MemorySegment y, long to, int count) {
        switch (function) {
            case ADD -> RowLoops.add(a, b, right, y, to, count);
            case SUB -> RowLoops.sub(a, b, right, y, to, count);
            case MUL -> RowLoops.mul(a, b, right, y, to, count);
            case DIV -> RowLoops.div(a, b, right, y, to, count);
            case MIN -> RowLoops.min(a, b, right, y, to, count);
            case MAX -> RowLoops.max(a, b, right, y, to, count);
            case PRELU -> RowLoops.prelu(a, b, right, y, to, count);
            default -> throw new IllegalStateException("no loop for " + function);
        }
    }
}
