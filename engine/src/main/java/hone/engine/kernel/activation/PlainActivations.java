package hone.engine.kernel.activation;

import hone.engine.op.activation.Activation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The activations of one number in plain Java: the formulas in double precision with the library's exponential, rounded
 * once. Their error is at most 0.6 units in the last place.
 */
public final class PlainActivations {
    /** 2 √(2/π): (1 + tanh u) / 2 is 1 / (1 + e⁻²ᵘ), which keeps its digits where u is far below 0. */
    private static final double TWICE_ROOT = 2 * 0.7978845608028654;

    private static final double CUBIC = 0.044715;

    private PlainActivations() {}

    public static float relu(float x) {
        return Math.max(x, 0);
    }

    public static float tanh(float x) {
        return (float) Math.tanh(x);
    }

    public static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-(double) x)));
    }

    public static float silu(float x) {
        return (float) (x / (1 + Math.exp(-(double) x)));
    }

    /** The approximate form of {@link hone.engine.op.activation.Gelu}. */
    public static float geluTanh(float x) {
        return (float) (x / (1 + Math.exp(-TWICE_ROOT * (x + CUBIC * x * x * x))));
    }

    /** The exact form of {@link hone.engine.op.activation.Gelu}. */
    public static float geluErf(float x) {
        double tail = NormalTail.beyond(Math.abs((double) x));
        return (float) (x * (x > 0 ? 1 - tail : tail));
    }

    /** The error function: twice the share of a normal distribution between 0 and x √2. */
    public static double erf(double x) {
        return Math.copySign(1 - 2 * NormalTail.beyond(Math.abs(x) * Math.sqrt(2)), x);
    }

    /** Any of them. */
    public static float of(Activation activation, float x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> relu(x);
            case GELU_TANH -> geluTanh(x);
            case GELU_ERF -> geluErf(x);
            case SILU -> silu(x);
            case TANH -> tanh(x);
            case SIGMOID -> sigmoid(x);
        };
    }

    /** Applies one to the first {@code count} elements of a row that was just computed. */
    public static void apply(Activation activation, float[] row, int count) {
        switch (activation) {
            case NONE -> {}
            case RELU -> rectify(row, count);
            default -> {
                for (int i = 0; i < count; i++) {
                    row[i] = of(activation, row[i]);
                }
            }
        }
    }

    /** A loop of its own, which the compiler vectorizes. */
    private static void rectify(float[] row, int count) {
        for (int i = 0; i < count; i++) {
            row[i] = Math.max(row[i], 0);
        }
    }

    /** Applies one to {@code count} elements that were just computed, from number {@code first} on. */
    public static void apply(Activation activation, MemorySegment y, long first, long count) {
        if (activation == Activation.NONE) {
            return;
        }
        for (long i = first; i < first + count; i++) {
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, of(activation, y.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
        }
    }
}
