package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;

/** The activations of one number in double precision, each from its definition and by no code of the kernels. */
public final class Definitions {
    private static final double TWICE_ROOT = 2 * StrictMath.sqrt(2 / StrictMath.PI);

    private Definitions() {}

    /** The value of an activation. */
    public static double of(Op op, double x) {
        return switch (op) {
            case Relu _ -> Double.isNaN(x) || x > 0 ? x : 0;
            case Tanh _ -> StrictMath.tanh(x);
            case Sigmoid _ -> 1 / (1 + StrictMath.exp(-x));
            case Silu _ -> x / (1 + StrictMath.exp(-x));
            case Gelu gelu -> gelu.approximate() ? x / (1 + StrictMath.exp(-twice(x))) : x * below(x);
            default -> throw new IllegalArgumentException(op.kind() + " is no function of one number");
        };
    }

    /** 2u, where the approximate form is x / 2 · (1 + tanh u) = x / (1 + e⁻²ᵘ). */
    public static double twice(double x) {
        return TWICE_ROOT * (x + 0.044715 * x * x * x);
    }

    /** The share of a normal distribution below x: a series where it converges fast, a continued fraction beyond. */
    public static double below(double x) {
        double a = StrictMath.abs(x);
        double density = StrictMath.exp(-a * a / 2) / StrictMath.sqrt(2 * StrictMath.PI);
        double tail;
        if (a < 3) {
            double term = a;
            double sum = a;
            for (int k = 1; term > 1e-18 * sum; k++) {
                term *= a * a / (2 * k + 1);
                sum += term;
            }
            tail = 0.5 - density * sum;
        } else {
            double fraction = a;
            for (int k = 80; k > 0; k--) {
                fraction = a + k / fraction;
            }
            tail = density / fraction;
        }
        return x > 0 ? 1 - tail : tail;
    }
}
