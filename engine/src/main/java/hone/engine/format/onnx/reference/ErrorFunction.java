package hone.engine.format.onnx.reference;

/**
 * The error function in double precision: its power series near 0, the continued fraction of its complement further out.
 *
 * @see <a href="https://dlmf.nist.gov/7.6">DLMF 7.6</a> and <a href="https://dlmf.nist.gov/7.9">7.9</a>
 */
final class ErrorFunction {
    private static final double SERIES_BELOW = 2.5;
    private static final int FRACTION_TERMS = 120;

    private ErrorFunction() {}

    static double erf(double x) {
        double size = Math.abs(x);
        if (Double.isNaN(x)) {
            return x;
        }
        if (size > 6) {
            return Math.signum(x);
        }
        return Math.copySign(size < SERIES_BELOW ? series(size) : 1 - complement(size), x);
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18 * sum && n < 200; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private static double complement(double x) {
        double fraction = 0;
        for (int n = FRACTION_TERMS; n >= 1; n--) {
            fraction = n / 2.0 / (x + fraction);
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
    }
}
