package hone.engine.kernel.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.kernel.Definitions;
import hone.engine.kernel.VectorUnit;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The error that each vector function states, over every so-manieth bit pattern of a float and around every power of
 * two, against {@code StrictMath} in doubles.
 */
@Tag("kernels")
class ActivationAccuracyTest {
    /** Coprime to every power of two, so that all exponents and all low bits occur. */
    private static final int STRIDE = 499;

    private static final int WIDEST = 16;
    private static final int BATCH = 4096;
    private static final long SPREAD = (1L << 32) / STRIDE;
    private static final long NEAR_POWERS = 5 * 512;

    @Test
    void tanh() {
        within(_ -> 2, 0, loop(Activation.TANH), x -> Definitions.of(new Tanh(), x));
    }

    @Test
    void sigmoid() {
        within(_ -> 2.5, 0x1p-126, loop(Activation.SIGMOID), x -> Definitions.of(new Sigmoid(), x));
    }

    @Test
    void silu() {
        within(_ -> 2.5, 0x1p-121, loop(Activation.SILU), x -> Definitions.of(new Silu(), x));
    }

    @Test
    void geluTanh() {
        within(
                x -> x >= 0 ? 2.5 : 2.5 + 2.5 * -Definitions.twice(x),
                0x1p-124,
                loop(Activation.GELU_TANH),
                x -> Definitions.of(new Gelu(true), x));
    }

    @Test
    void geluErf() {
        within(
                x -> x >= 0 ? 8 : 8 + x * x / 2,
                0x1p-126,
                loop(Activation.GELU_ERF),
                x -> Definitions.of(new Gelu(false), x));
    }

    /** The plain rungs' formulas, which are rounded once. */
    @Test
    void plainFormulas() {
        within(_ -> 0.6, 0, plain(PlainActivations::tanh), x -> Definitions.of(new Tanh(), x));
        within(_ -> 0.6, 0, plain(PlainActivations::sigmoid), x -> Definitions.of(new Sigmoid(), x));
        within(_ -> 0.6, 0, plain(PlainActivations::silu), x -> Definitions.of(new Silu(), x));
        within(_ -> 0.6, 0, plain(PlainActivations::geluTanh), x -> Definitions.of(new Gelu(true), x));
        within(_ -> 0.6, 0x1p-149, plain(PlainActivations::geluErf), x -> Definitions.of(new Gelu(false), x));
    }

    /** A function of one float. */
    private interface Plain {
        float of(float x);
    }

    /** A function of a block of floats. */
    @FunctionalInterface
    private interface Block {
        void apply(MemorySegment x, long xAt, MemorySegment y, long yAt, int elements);
    }

    private static Block loop(Activation activation) {
        return (x, xAt, y, yAt, elements) -> ActivationLoops.run(activation, x, xAt, 0, y, yAt, 0, 1, elements);
    }

    private static Block plain(Plain function) {
        return (x, xAt, y, yAt, elements) -> {
            for (int i = 0; i < elements; i++) {
                float value = x.get(ValueLayout.JAVA_FLOAT, xAt + (long) i * Float.BYTES);
                y.set(ValueLayout.JAVA_FLOAT, yAt + (long) i * Float.BYTES, function.of(value));
            }
        };
    }

    /** The functions' values at the ends of the floats, as their formulas have them. */
    @Test
    void specialValues() {
        assumeTrue(VectorUnit.unavailableReason().isEmpty());
        float infinity = Float.POSITIVE_INFINITY;
        assertValues(loop(Activation.TANH), 1, infinity, Float.MAX_VALUE, 20);
        assertValues(loop(Activation.TANH), -1, -infinity, -Float.MAX_VALUE, -20);
        assertValues(loop(Activation.SIGMOID), 1, infinity, Float.MAX_VALUE);
        assertValues(loop(Activation.SIGMOID), 0, -infinity, -Float.MAX_VALUE);
        assertValues(loop(Activation.SIGMOID), 0.5F, 0, -0F);
        for (Block unit : new Block[] {loop(Activation.SILU), loop(Activation.GELU_TANH), loop(Activation.GELU_ERF)}) {
            assertValues(unit, infinity, infinity);
            assertValues(unit, Float.NaN, -infinity);
            assertValues(unit, Float.MAX_VALUE, Float.MAX_VALUE);
            assertValues(unit, 0, 0, -0F, -1e30F);
        }
        for (Block function : new Block[] {
            loop(Activation.TANH),
            loop(Activation.SIGMOID),
            loop(Activation.SILU),
            loop(Activation.GELU_TANH),
            loop(Activation.GELU_ERF),
            loop(Activation.RELU)
        }) {
            assertValues(function, Float.NaN, Float.NaN);
        }
    }

    private static void assertValues(Block function, float expected, float... arguments) {
        for (float x : arguments) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, WIDEST);
                values.setAtIndex(ValueLayout.JAVA_FLOAT, 5, x);
                function.apply(values, 0, values, 0, WIDEST);
                assertEquals(expected, values.getAtIndex(ValueLayout.JAVA_FLOAT, 5), 0F, "at " + x);
            }
        }
    }

    /** Every so-manieth pattern of bits, then the two numbers on either side of every power of two. */
    private static int pattern(long index) {
        if (index < SPREAD) {
            return (int) (index * STRIDE);
        }
        long left = index - SPREAD;
        return (int) (((left / 5) << 23) + left % 5 - 2);
    }

    /**
     * Holds a function against its definition.
     *
     * @param units bound for each argument in units in the last place of the result
     * @param lost the most that a result may be off besides, where it comes near the least normal number
     */
    private static void within(DoubleUnaryOperator units, double lost, Block function, DoubleUnaryOperator definition) {
        assumeTrue(VectorUnit.unavailableReason().isEmpty());
        double worst = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(ValueLayout.JAVA_FLOAT, BATCH);
            MemorySegment y = arena.allocate(ValueLayout.JAVA_FLOAT, BATCH);
            for (long first = 0; first < SPREAD + NEAR_POWERS; first += BATCH) {
                for (int i = 0; i < BATCH; i++) {
                    x.setAtIndex(ValueLayout.JAVA_INT, i, pattern(first + i));
                }
                function.apply(x, 0, y, 0, BATCH);
                for (int i = 0; i < BATCH; i++) {
                    float argument = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    float got = y.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    double exact = definition.applyAsDouble(argument);
                    if (Double.isNaN(exact)) {
                        assertTrue(Float.isNaN(got), "at " + argument);
                    } else if ((float) exact != got) {
                        double error = StrictMath.abs(got - exact);
                        double unit = Math.ulp((float) exact);
                        assertTrue(
                                error <= Math.max(lost, units.applyAsDouble(argument) * unit),
                                () -> got + " instead of " + exact + " at " + argument);
                        worst = Math.max(worst, error <= lost ? 0 : error / unit);
                    }
                }
            }
        }
        System.out.println("largest error found: " + worst + " units in the last place");
    }
}
