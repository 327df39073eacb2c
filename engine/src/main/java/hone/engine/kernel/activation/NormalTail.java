package hone.engine.kernel.activation;

/**
 * The share of a normal distribution that lies beyond a, for a ≥ 0: e^(−a²/2) · t · P(t) with t = 1 / (1 + 0.3 a), the form
 * of Hastings ("Approximations for digital computers", 1955). The exponential carries nearly all of the decline; what
 * is left is so smooth in t that a polynomial of degree 9 does.
 *
 * <p>The coefficients were computed with the Remez exchange algorithm in 50 digits, minimizing the relative error over
 * 0 ≤ a ≤ 14, which came to 2⁻²⁸·¹. Beyond 13.2 the share is less than any float but zeros and subnormal numbers.
 */
final class NormalTail {
    static final float RATE = 0.3f;

    static final double P0 = 0.11968663877557766;
    static final double P1 = 0.11957284739601982;
    static final double P2 = 0.11022731513776751;
    static final double P3 = 0.07842563947760672;
    static final double P4 = 0.09605765204814869;
    static final double P5 = -0.07924701250492963;
    static final double P6 = 0.1915812867692353;
    static final double P7 = -0.22806722766616527;
    static final double P8 = 0.11237567088944009;
    static final double P9 = -0.02061281204644305;

    private NormalTail() {}

    /** The share beyond {@code a}, at least 0; 0 at infinity. */
    static double beyond(double a) {
        double t = 1 / (1 + RATE * a);
        double p = ((((P9 * t + P8) * t + P7) * t + P6) * t + P5) * t + P4;
        p = (((p * t + P3) * t + P2) * t + P1) * t + P0;
        return Math.exp(-a * a / 2) * t * p;
    }
}
