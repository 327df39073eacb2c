package hone.engine.kernel.activation;

import hone.engine.op.activation.Activation;

/** The slopes of the activations at one number in plain Java: double precision and the library's exponential. */
final class PlainSlopes {
    /** 2 √(2/π), and that times 0.044715: the approximate Gaussian unit is x · sigmoid(x · (linear + cubic · x²)). */
    static final double LINEAR = 1.5957691216057308;

    static final double CUBIC = LINEAR * 0.044715;

    /** 1 / √(2π), the height of the normal distribution. */
    private static final double HEIGHT = 0.3989422804014327;

    /** Beyond it every slope is that at infinity, to the last digit of a float: keeps x³ from overflowing. */
    static final float FLAT = 100;

    private PlainSlopes() {}

    /** f′(x); NaN gives NaN. */
    static double of(Activation activation, double at) {
        double x = Math.clamp(at, -FLAT, FLAT);
        return switch (activation) {
            case NONE -> 1;
            case RELU -> x > 0 ? 1 : 0;
            case TANH -> bell(x, 2, 4);
            case SIGMOID -> bell(x, 1, 1);
            case SILU -> gated(x, 1, 0);
            case GELU_TANH -> gated(x, LINEAR, CUBIC);
            case GELU_ERF -> {
                double tail = NormalTail.beyond(Math.abs(x));
                yield (x > 0 ? 1 - tail : tail) + x * HEIGHT * Math.exp(-x * x / 2);
            }
        };
    }

    /** The slope of factor / linear · sigmoid(linear · x): with e = exp(−|linear · x|) no digits cancel. */
    private static double bell(double x, double linear, double factor) {
        double e = Math.exp(-Math.abs(linear * x));
        return factor * e / ((1 + e) * (1 + e));
    }

    /** The slope of x · sigmoid(u) with u = x · (linear + cubic · x²). */
    private static double gated(double x, double linear, double cubic) {
        double u = x * (linear + cubic * x * x);
        double e = Math.exp(-Math.abs(u));
        double gate = (u < 0 ? e : 1) / (1 + e);
        return gate + x * (linear + 3 * cubic * x * x) * e / ((1 + e) * (1 + e));
    }
}
