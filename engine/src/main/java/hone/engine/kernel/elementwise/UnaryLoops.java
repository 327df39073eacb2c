package hone.engine.kernel.elementwise;

import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.UnaryFunction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of one number a vector at a time; the last few elements one by one. Each has a loop of its own, as one
 * that called the function through an interface would make an object of every vector.
 */
final class UnaryLoops {
    /** The functions that there is a loop for. */
    static final Set<UnaryFunction> FUNCTIONS = EnumSet.of(
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
    private static final int STEP = LANES.length();

    private UnaryLoops() {}

    /**
     * y = f(x) from an element on; x and y may be the same.
     *
     * @param plain the same function, for the elements behind the last whole vector
     */
    static void run(Unary op, DoubleUnaryOperator plain, MemorySegment x, MemorySegment y, long from, int count) {
        long at = from * Float.BYTES;
        int whole = LANES.loopBound(count);
        float alpha = (float) op.alpha();
        float beta = (float) op.beta();
        switch (op.function()) {
            case ABS -> abs(x, y, at, whole);
            case NEG -> neg(x, y, at, whole);
            case SQRT -> sqrt(x, y, at, whole);
            case RECIPROCAL -> reciprocal(x, y, at, whole);
            case EXP -> exp(x, y, at, whole);
            case SOFTSIGN -> softsign(x, y, at, whole);
            case HARD_SWISH -> hardSwish(x, y, at, whole);
            case LEAKY_RELU -> leakyRelu(x, y, at, whole, alpha);
            case ELU -> elu(x, y, at, whole, alpha);
            case SELU -> selu(x, y, at, whole, alpha, beta);
            case THRESHOLDED_RELU -> thresholdedRelu(x, y, at, whole, alpha);
            case HARD_SIGMOID -> hardSigmoid(x, y, at, whole, alpha, beta);
            case CLIP -> clip(x, y, at, whole, alpha, beta);
            default -> throw new IllegalStateException("no loop for " + op.function());
        }
        for (int i = whole; i < count; i++) {
            double value = plain.applyAsDouble(x.getAtIndex(ValueLayout.JAVA_FLOAT, from + i));
            y.setAtIndex(ValueLayout.JAVA_FLOAT, from + i, (float) value);
        }
    }

    private static FloatVector load(MemorySegment x, long at) {
        return FloatVector.fromMemorySegment(LANES, x, at, ORDER);
    }

    private static void abs(MemorySegment x, MemorySegment y, long at, int count) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.abs(load(x, at + 4L * i)).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void neg(MemorySegment x, MemorySegment y, long at, int count) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.neg(load(x, at + 4L * i)).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void sqrt(MemorySegment x, MemorySegment y, long at, int count) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.sqrt(load(x, at + 4L * i)).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void reciprocal(MemorySegment x, MemorySegment y, long at, int count) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.reciprocal(load(x, at + 4L * i)).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void exp(MemorySegment x, MemorySegment y, long at, int count) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.exp(load(x, at + 4L * i)).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void softsign(MemorySegment x, MemorySegment y, long at, int count) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.softsign(load(x, at + 4L * i)).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void hardSwish(MemorySegment x, MemorySegment y, long at, int count) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.hardSwish(load(x, at + 4L * i)).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void leakyRelu(MemorySegment x, MemorySegment y, long at, int count, float alpha) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.leakyRelu(load(x, at + 4L * i), alpha).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void elu(MemorySegment x, MemorySegment y, long at, int count, float alpha) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.elu(load(x, at + 4L * i), alpha).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void selu(MemorySegment x, MemorySegment y, long at, int count, float alpha, float beta) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.selu(load(x, at + 4L * i), alpha, beta).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void thresholdedRelu(MemorySegment x, MemorySegment y, long at, int count, float alpha) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.thresholdedRelu(load(x, at + 4L * i), alpha).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void hardSigmoid(MemorySegment x, MemorySegment y, long at, int count, float alpha, float beta) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.hardSigmoid(load(x, at + 4L * i), alpha, beta).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }

    private static void clip(MemorySegment x, MemorySegment y, long at, int count, float alpha, float beta) {
        for (int i = 0; i < count; i += STEP) {
            UnaryLanes.clip(load(x, at + 4L * i), alpha, beta).intoMemorySegment(y, at + 4L * i, ORDER);
        }
    }
}
