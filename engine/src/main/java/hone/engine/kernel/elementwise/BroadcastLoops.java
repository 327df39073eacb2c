package hone.engine.kernel.elementwise;

import hone.engine.op.elementwise.BinaryFunction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic on two rows of float32, a vector at a time. An input moves on element by element, or is one number for the whole
 * row; the last few elements are a vector with a mask. Each function has loops of its own, as one that called the function through
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
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int STEP = LANES.length();

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
            rightOne(function, a, left, one(b, bAt), y, to, whole);
        } else {
            leftOne(function, one(a, aAt), b, right, bStep, y, to, whole);
        }
        if (whole < count) {
            VectorMask<Float> rest = LANES.indexInRange(whole, count);
            FloatVector va = aStep == 0 ? one(a, aAt) : load(a, left + 4L * whole, rest);
            FloatVector vb = bStep == 0 ? one(b, bAt) : load(b, right + 4L * whole, rest);
            of(function, va, vb).intoMemorySegment(y, to + 4L * whole, ORDER, rest);
        }
    }

    private static FloatVector one(MemorySegment x, long at) {
        return FloatVector.broadcast(LANES, x.getAtIndex(ValueLayout.JAVA_FLOAT, at));
    }

    private static FloatVector load(MemorySegment x, long at, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(LANES, x, at, ORDER, mask);
    }

    /** One decision for one vector. */
    private static FloatVector of(BinaryFunction function, FloatVector a, FloatVector b) {
        return switch (function) {
            case ADD -> a.add(b);
            case SUB -> a.sub(b);
            case MUL -> a.mul(b);
            case DIV -> a.div(b);
            case MIN -> a.min(b);
            case MAX -> a.max(b);
            case PRELU -> a.blend(a.mul(b), a.lt(0));
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
            BinaryFunction function, MemorySegment a, long left, FloatVector b, MemorySegment y, long to, int count) {
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
            BinaryFunction function,
            FloatVector a,
            MemorySegment b,
            long right,
            long bStep,
            MemorySegment y,
            long to,
            int count) {
        if (bStep == 0) {
            FloatVector same = of(function, a, one(b, right / Float.BYTES));
            for (int i = 0; i < count; i += STEP) {
                same.intoMemorySegment(y, to + 4L * i, ORDER);
            }
            return;
        }
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
